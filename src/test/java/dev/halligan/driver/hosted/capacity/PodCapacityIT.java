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
import dev.halligan.control.GuardedClient;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.Fixtures;
import dev.halligan.testing.KilledAt;
import dev.halligan.testing.ManualClock;
import dev.halligan.testing.StaleEpoch;
import dev.halligan.testing.WithApiServer;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In place, by the pods' resize subresource. */
@ExtendWith(WithApiServer.class)
class PodCapacityIT {
  private static final long MEBIBYTE = 1024 * 1024;
  private static final Size BEFORE = new Size(600, 600 * MEBIBYTE);
  private static final Size TWICE = new Size(1200, 1200 * MEBIBYTE);
  private static final Duration WITHIN = Duration.ofSeconds(90);

  private HostedPlane plane;
  private PodCapacity capacity;

  @BeforeEach
  void create(ApiServer server) {
    plane = new HostedPlane(Fixtures.in(server), new ManualClock());
    plane.deployment(2, "{}");
    capacity = plane.capacity(null);
  }

  private void twoPods() {
    plane.pod("server-a", SMALL);
    plane.pod("server-b", SMALL);
  }

  @Test
  void growsRunningPodsAndRestoresThemExactly() {
    twoPods();
    var had = plane.has("server-a");
    assertThat(capacity.size()).isEqualTo(BEFORE);

    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);

    assertThat(plane.has("server-a")).isEqualTo(read(DOUBLED));
    assertThat(plane.has("server-b")).isEqualTo(read(DOUBLED));
    assertThat(plane.templateHas()).isEqualTo(read(SMALL));
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    assertThat(capacity.present()).as("no kubelet has made it true").isEqualTo(BEFORE);

    plane.kubeletApplies("server-a");
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    plane.kubeletApplies("server-b");
    assertThat(capacity.growth()).isEqualTo(Growth.LIVE);
    assertThat(capacity.present()).isEqualTo(TWICE);
    assertThat(capacity.size()).as("to grow from").isEqualTo(BEFORE);

    assertThat(capacity.shrink()).isTrue();
    assertThat(plane.has("server-a")).isEqualTo(had);
    assertThat(plane.pod("server-a").getMetadata().getAnnotations())
        .doesNotContainKey(GrowthAnnotation.ANNOTATION);
    assertThat(capacity.growth()).isEqualTo(Growth.NONE);
    assertThat(capacity.shrink()).as("a second time").isFalse();
  }

  @Test
  void runsWhileEveryInstanceHasAProcess() {
    twoPods();
    assertThat(capacity.runs()).isTrue();
    plane.kubeletSays("server-a", "[{\"type\":\"Ready\",\"status\":\"False\"}]");
    assertThat(capacity.runs()).as("it need not answer").isTrue();

    plane.isInCrashBackOff("server-a");
    assertThat(capacity.runs()).isFalse();
  }

  @Test
  void growsOnceHoweverOftenItIsAsked() {
    twoPods();
    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);
    var version = plane.pod("server-a").getMetadata().getResourceVersion();

    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);
    assertThat(plane.pod("server-a").getMetadata().getResourceVersion()).isEqualTo(version);

    capacity.grow(new Size(1800, 1200 * MEBIBYTE), ResizeMode.IN_PLACE, WITHIN);
    assertThat(plane.has("server-a").limit()).isEqualTo(new Size(1800, 1200 * MEBIBYTE));
    assertThat(capacity.size()).isEqualTo(BEFORE);
    assertThat(capacity.shrink()).isTrue();
    assertThat(plane.has("server-a").limit()).isEqualTo(BEFORE);
  }

  @Test
  void keepsTheClassOfServiceOfAGuaranteedPod() {
    var all = "{cpu: 600m, memory: 600Mi}";
    plane
        .given()
        .apply(
            "{apiVersion: v1, kind: Pod, metadata: {name: server-a, labels: {app: server}}, spec: {containers:"
                + " [{name: sidecar, image: none, resources: {limits: {cpu: 10m, memory: 10Mi}}},"
                + " {name: kube-apiserver, image: none, resources: {limits: "
                + all
                + ", requests: "
                + all
                + "}}]}}");
    plane.kubeletApplies("server-a");

    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);

    assertThat(plane.has("server-a").requested()).isEqualTo(TWICE);
    assertThat(plane.pod("server-a").getStatus().getQosClass()).isEqualTo("Guaranteed");
  }

  @Test
  void aPodMadeAnewGrowsAsItsNeighbourDid() {
    twoPods();
    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);
    plane.kubeletApplies("server-a");
    plane.isMadeAnew("server-b", SMALL);

    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);

    assertThat(plane.has("server-b").limit()).isEqualTo(TWICE);
    plane.kubeletApplies("server-b");
    assertThat(capacity.growth()).isEqualTo(Growth.LIVE);
  }

  @Test
  void whoeverComesAfterAKillGoesOnOrTakesItBack() {
    twoPods();
    for (var write = 1; write <= 4; write++) {
      var killed = plane.capacity(KilledAt.write(write, plane.given().client()), null);
      assertThatThrownBy(() -> killed.grow(TWICE, ResizeMode.IN_PLACE, WITHIN))
          .isInstanceOf(KilledAt.Killed.class);

      capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);
      assertThat(plane.has("server-a").limit()).as("killed at %d", write).isEqualTo(TWICE);
      assertThat(plane.has("server-b").limit()).isEqualTo(TWICE);
      assertThat(capacity.size()).isEqualTo(BEFORE);

      assertThat(capacity.shrink()).isTrue();
      assertThat(plane.has("server-a").limit()).isEqualTo(BEFORE);
      assertThat(plane.has("server-b").limit()).isEqualTo(BEFORE);
    }
  }

  @Test
  void aNoteThatNoActFollowedLeavesNothingBehind() {
    twoPods();
    var killed = plane.capacity(KilledAt.write(2, plane.given().client()), null);
    assertThatThrownBy(() -> killed.grow(TWICE, ResizeMode.IN_PLACE, WITHIN))
        .isInstanceOf(KilledAt.Killed.class);

    assertThat(capacity.shrink()).isFalse();

    assertThat(plane.has("server-a").limit()).isEqualTo(BEFORE);
    assertThat(capacity.growth()).isEqualTo(Growth.NONE);
  }

  @Test
  void aKillBetweenTwoGrowthsLosesNothing() {
    twoPods();
    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);
    var more = new Size(1800, 1800 * MEBIBYTE);
    var killed = plane.capacity(KilledAt.write(2, plane.given().client()), null);
    assertThatThrownBy(() -> killed.grow(more, ResizeMode.IN_PLACE, WITHIN))
        .isInstanceOf(KilledAt.Killed.class);

    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    assertThat(plane.has("server-a").limit()).as("gone on with").isEqualTo(more);

    assertThat(capacity.shrink()).isTrue();
    assertThat(plane.has("server-a").limit()).isEqualTo(BEFORE);
    assertThat(plane.has("server-b").limit()).isEqualTo(BEFORE);
  }

  @Test
  void aKillBetweenTwoGrowthsCanBeTakenBack() {
    twoPods();
    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);
    var killed = plane.capacity(KilledAt.write(2, plane.given().client()), null);
    assertThatThrownBy(
            () -> killed.grow(new Size(1800, 1800 * MEBIBYTE), ResizeMode.IN_PLACE, WITHIN))
        .isInstanceOf(KilledAt.Killed.class);

    assertThat(capacity.shrink()).isTrue();

    assertThat(plane.has("server-a").limit()).isEqualTo(BEFORE);
    assertThat(plane.has("server-b").limit()).isEqualTo(BEFORE);
  }

  @Test
  void putsBackWhatDoesNotArriveInTime() {
    twoPods();
    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);
    plane.kubeletApplies("server-a");
    plane.clock().pass(WITHIN.plusSeconds(2));

    assertThat(capacity.growth()).isEqualTo(Growth.PUT_BACK);

    assertThat(plane.has("server-a").limit()).isEqualTo(BEFORE);
    assertThat(plane.has("server-b").limit()).isEqualTo(BEFORE);
    assertThat(capacity.growth()).isEqualTo(Growth.PUT_BACK);
    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);
    assertThat(capacity.growth()).as("asked again").isEqualTo(Growth.STARTING);
  }

  @Test
  void whatAPersonSetsMeanwhileStays() {
    twoPods();
    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);
    plane.personResizes("server-a", "{\"cpu\":\"2\"}");

    assertThat(capacity.shrink()).isFalse();

    assertThat(plane.has("server-a").limit()).isEqualTo(new Size(2000, 600 * MEBIBYTE));
    assertThat(plane.has("server-b").limit()).isEqualTo(BEFORE);
  }

  @Test
  void whereANodeCanNeverGiveItTheTemplateGrows() {
    twoPods();
    plane.node(plane.given().namespace(), "8", "16Gi");
    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);
    plane.kubeletSays(
        "server-a",
        "[{\"type\":\"PodResizePending\",\"status\":\"True\",\"reason\":\"Infeasible\"}]");

    assertThat(capacity.growth()).isEqualTo(Growth.NONE);
    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);

    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    assertThat(plane.templateHas().limit()).isEqualTo(TWICE);
    assertThat(plane.has("server-a").limit()).isEqualTo(BEFORE);
    assertThat(capacity.size()).isEqualTo(BEFORE);
    plane.given().client().nodes().withName(plane.given().namespace()).delete();
  }

  @Test
  void aReplacedLeaderGrowsNothing() {
    twoPods();
    var lane = GuardedClient.unguarded(plane.given().client(), new StaleEpoch());
    var replaced = plane.capacity(lane, null);

    assertFails(Reason.STALE_EPOCH, () -> replaced.grow(TWICE, ResizeMode.IN_PLACE, WITHIN));
    assertThat(plane.has("server-a").limit()).isEqualTo(BEFORE);

    capacity.grow(TWICE, ResizeMode.IN_PLACE, WITHIN);
    assertFails(Reason.STALE_EPOCH, replaced::shrink);
    assertThat(plane.has("server-a").limit()).isEqualTo(TWICE);
  }

  @Test
  void saysThatThereAreNoPods() {
    assertFails(Reason.NOT_FOUND, capacity::size);
  }
}
