package dev.halligan.driver.hosted.capacity;

import static dev.halligan.driver.hosted.capacity.HostedPlane.DOUBLED;
import static dev.halligan.driver.hosted.capacity.HostedPlane.SMALL;
import static dev.halligan.driver.hosted.capacity.HostedPlane.read;
import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.control.ApiServerCapacity.Growth;
import dev.halligan.control.ApiServerCapacity.ResizeMode;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.Fixtures;
import dev.halligan.testing.ManualClock;
import dev.halligan.testing.WithApiServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** By the workload's template, which replaces the pods. */
@ExtendWith(WithApiServer.class)
class TemplateResizeIT {
  private static final long MEBIBYTE = 1024 * 1024;
  private static final Size BEFORE = new Size(600, 600 * MEBIBYTE);
  private static final Size TWICE = new Size(1200, 1200 * MEBIBYTE);
  private static final Duration WITHIN = Duration.ofSeconds(90);

  private HostedPlane plane;
  private PodCapacity capacity;

  @BeforeEach
  void create(ApiServer server) {
    plane = new HostedPlane(Fixtures.in(server), new ManualClock());
    capacity = plane.capacity(null);
    plane.pod("server-a", SMALL);
    plane.pod("server-b", SMALL);
  }

  private void roomyNode() {
    plane.node(plane.given().namespace(), "8", "16Gi");
  }

  @AfterEach
  void removeNode() {
    plane.given().client().nodes().withName(plane.given().namespace()).delete();
  }

  @Test
  void watchesTheChangeUntilItIsInThePodsAndRestoresItExactly() {
    plane.deployment(2, "{}");
    roomyNode();

    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);

    assertThat(plane.templateHas().limit()).isEqualTo(TWICE);
    assertThat(plane.has("server-a")).as("left to the workload").isEqualTo(plane.has("server-b"));
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    plane.isMadeAnew("server-a", DOUBLED);
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    plane.isMadeAnew("server-b", DOUBLED);
    assertThat(capacity.growth()).isEqualTo(Growth.LIVE);
    assertThat(capacity.size()).isEqualTo(BEFORE);

    assertThat(capacity.shrink()).isTrue();
    assertThat(plane.templateHas()).isEqualTo(read(SMALL));
  }

  @Test
  void growsInPlaceUponAnEarlierGrowthThatStayed() {
    plane.deployment(2, "{}");
    roomyNode();
    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);
    plane.isMadeAnew("server-a", DOUBLED);
    plane.isMadeAnew("server-b", DOUBLED);

    capacity.grow(new Size(1800, 1800 * MEBIBYTE), ResizeMode.IN_PLACE, WITHIN);
    assertThat(plane.has("server-a").limit().cpuMillis()).isEqualTo(1800);
    assertThat(capacity.size()).isEqualTo(BEFORE);

    assertThat(capacity.shrink()).isTrue();
    assertThat(plane.has("server-a")).as("no restart for it").isEqualTo(read(DOUBLED));
    assertThat(plane.templateHas().limit()).isEqualTo(TWICE);
    assertThat(capacity.shrink()).isTrue();
    assertThat(plane.templateHas().limit()).isEqualTo(BEFORE);
  }

  @Test
  void aLaterRecoveryHasItsOwnTime() {
    plane.deployment(2, "{}");
    roomyNode();
    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);
    plane.isMadeAnew("server-a", DOUBLED);
    plane.isMadeAnew("server-b", DOUBLED);
    plane.clock().pass(Duration.ofHours(1));
    plane.kubeletSays("server-b", "[{\"type\":\"Ready\",\"status\":\"False\"}]");

    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);

    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    assertThat(plane.templateHas().limit()).isEqualTo(TWICE);
    plane.kubeletApplies("server-b");
    assertThat(capacity.growth()).isEqualTo(Growth.LIVE);
    assertThat(capacity.size()).isEqualTo(BEFORE);
  }

  @Test
  void makesAnewWhatGrewInAnEarlierRecoveryAndIsDown() {
    plane.deployment(2, "{}");
    roomyNode();
    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);
    plane.isMadeAnew("server-a", DOUBLED);
    plane.isMadeAnew("server-b", DOUBLED);
    plane.clock().pass(Duration.ofDays(10_000));
    plane.kubeletSays("server-a", "[{\"type\":\"Ready\",\"status\":\"False\"}]");
    plane.kubeletSays("server-b", "[{\"type\":\"Ready\",\"status\":\"False\"}]");

    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);

    assertThat(plane.pod("server-a")).as("it forgets its crash back-off").isNull();
    assertThat(plane.pod("server-b")).as("one at a time").isNotNull();
  }

  @Test
  void makesAStatefulSetGoOnThatWaitsForAPodWhichCannotStart() {
    plane.statefulSet();
    roomyNode();
    var ofSet = plane.ofStatefulSet();
    plane.kubeletSays("server-b", "[{\"type\":\"Ready\",\"status\":\"False\"}]");

    ofSet.grow(TWICE, ResizeMode.RESTART, WITHIN);
    assertThat(ofSet.growth()).isEqualTo(Growth.STARTING);
    assertThat(plane.pod("server-b")).as("before its controller has seen it").isNotNull();
    plane.controllerSeesTheTemplate();
    assertThat(ofSet.growth()).isEqualTo(Growth.STARTING);

    assertThat(plane.pod("server-b"))
        .satisfiesAnyOf(
            pod -> assertThat(pod).isNull(),
            pod -> assertThat(pod.getMetadata().getDeletionTimestamp()).isNotNull());
    assertThat(plane.pod("server-a").getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  void replacesPodsThatCannotGrowWithoutARestart() {
    plane.deployment(2, "{}");
    roomyNode();
    plane
        .given()
        .client()
        .pods()
        .inNamespace(plane.given().namespace())
        .withGracePeriod(0)
        .delete();
    plane.pod(
        "server-a",
        SMALL,
        "",
        "resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}], ");

    assertFails(Reason.UNSUPPORTED, () -> capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN));
    assertThat(plane.templateHas()).as("nobody asked for a restart").isEqualTo(read(SMALL));
    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);

    assertThat(plane.has("server-a").limit()).isEqualTo(BEFORE);
    assertThat(plane.templateHas().limit()).isEqualTo(TWICE);
  }

  @Test
  void putsTheTemplateBackWhenNothingArrives() {
    plane.deployment(2, "{}");
    roomyNode();
    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);
    plane.clock().pass(WITHIN.multipliedBy(2).plusSeconds(2));

    assertThat(capacity.growth()).isEqualTo(Growth.PUT_BACK);

    assertThat(plane.templateHas()).isEqualTo(read(SMALL));
    assertThat(capacity.shrink()).as("it is back already").isFalse();
  }

  @Test
  void refusesAQuotaWithoutRoomAndSaysWhatIsMissing() {
    plane.deployment(2, "{}");
    roomyNode();
    plane.quota("{\"limits.cpu\":\"2\"}", "{\"limits.cpu\":\"1200m\"}");

    assertThatThrownBy(() -> capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN))
        .hasMessageContainingAll("cannot grow in place", "ResourceQuota tenant allows 2");
    assertThatThrownBy(() -> capacity.grow(TWICE, ResizeMode.RESTART, WITHIN))
        .hasMessageContaining(
            "ResourceQuota tenant allows 2 limits.cpu: 1200m are used and 1.8 more are needed");
    assertThat(plane.has("server-a").limit()).isEqualTo(BEFORE);
    assertThat(plane.templateHas()).isEqualTo(read(SMALL));
  }

  @Test
  void refusesNodesWithoutRoomAndSaysWhatIsMissing() {
    plane.deployment(2, "{}");
    plane.node(plane.given().namespace(), "50m", "16Gi");

    assertFails(Reason.NO_ROOM, () -> capacity.grow(TWICE, ResizeMode.RESTART, WITHIN));
    assertThatThrownBy(() -> capacity.grow(TWICE, ResizeMode.RESTART, WITHIN))
        .hasMessageContaining("has 50m CPU and 16384 MiB free");
    assertThat(plane.templateHas()).isEqualTo(read(SMALL));
  }

  @Test
  void refusesToReplaceAllPodsAtOnce() {
    plane.deployment(2, "{type: Recreate}");
    roomyNode();

    assertFails(Reason.UNSUPPORTED, () -> capacity.grow(TWICE, ResizeMode.RESTART, WITHIN));
    assertThat(plane.templateHas()).isEqualTo(read(SMALL));
  }
}
