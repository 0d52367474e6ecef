package dev.halligan.driver.node;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ApiServerCapacity.Growth;
import dev.halligan.control.ApiServerCapacity.ResizeMode;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.driver.node.ssh.TestNodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeCapacityTest {
  private static final long MEBIBYTE = 1024 * 1024;
  private static final Size DOUBLED = new Size(1200, 1200 * MEBIBYTE);
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final String GROW = "grow --cpu 1200 --memory 1200 --live-within 60";

  private ServerSocket apiServer;
  private TestNodes nodes;
  private NodeCapacity capacity;

  @BeforeEach
  void start() throws IOException {
    apiServer = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    nodes = new TestNodes(2, apiServer.getLocalPort());
    capacity = afterRestart();
    nodes.all().forEach(n -> is(n, "none", 600));
  }

  private NodeCapacity afterRestart() {
    return new NodeCapacity(nodes.asked(), Clock.systemUTC());
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
    apiServer.close();
  }

  private static void is(TestNodes.Node node, String state, int size) {
    node.answers(
        "growth",
        "{'ok':true,'state':'%s','cpuLimitMillis':%d,'memoryLimitBytes':%d}"
            .formatted(state, size, size * MEBIBYTE));
  }

  @Test
  void hasTheSizeOfTheSmallestInstance() {
    is(nodes.node(2), "none", 500);
    assertThat(capacity.size()).isEqualTo(new Size(500, 500 * MEBIBYTE));

    nodes
        .node(1)
        .answers(
            "growth", "{'ok':true,'state':'none','cpuLimitMillis':null,'memoryLimitBytes':null}");
    assertThat(capacity.size()).as("no limit on one host").isEqualTo(new Size(0, 0));
  }

  @Test
  void growsFromTheSizeBeforeTheFirstGrowth() {
    nodes
        .all()
        .forEach(
            n ->
                n.answers(
                    "growth",
                    "{'ok':true,'state':'live','cpuLimitMillis':1200,'memoryLimitBytes':1258291200,"
                        + "'cpuBeforeMillis':600,'memoryBeforeBytes':null}"));

    assertThat(capacity.size()).isEqualTo(new Size(600, 1200 * MEBIBYTE));
    assertThat(capacity.present()).isEqualTo(new Size(1200, 1200 * MEBIBYTE));
  }

  @Test
  void asksAHostAgainThatWasNotReached() {
    nodes.node(1).fails("grow", "Internal");
    assertFails(Reason.INTERNAL, () -> capacity.grow(DOUBLED, ResizeMode.RESTART, WITHIN));

    nodes.node(1).answers("grow", "{'ok':true}");
    capacity.grow(DOUBLED, ResizeMode.RESTART, WITHIN);
    assertThat(grown()).containsExactly(List.of(GROW, GROW), List.of());

    is(nodes.node(1), "live", 1200);
    nodes.node(2).fails("grow", "Internal");
    assertFails(Reason.INTERNAL, capacity::growth);
    nodes.node(2).answers("grow", "{'ok':true}");
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    assertThat(grown()).containsExactly(List.of(GROW, GROW), List.of(GROW, GROW));
  }

  @Test
  void triesAgainOnAHostThatPutItBack() {
    capacity.grow(DOUBLED, ResizeMode.RESTART, WITHIN);
    is(nodes.node(1), "putback", 600);
    assertThat(capacity.growth()).isEqualTo(Growth.PUT_BACK);

    capacity.grow(DOUBLED, ResizeMode.RESTART, WITHIN);

    assertThat(grown()).containsExactly(List.of(GROW, GROW), List.of());
  }

  @Test
  void asksEveryHostThoughAnEarlierRecoveryGrewIt() {
    nodes.all().forEach(n -> is(n, "live", 1200));

    capacity.grow(DOUBLED, ResizeMode.RESTART, WITHIN);
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    assertThat(capacity.growth()).isEqualTo(Growth.LIVE);

    assertThat(grown()).containsExactly(List.of(GROW), List.of(GROW));
  }

  /** A person has written the old manifest back, or the machine was made anew. */
  @Test
  void asksAHostAgainWhoseGrowthOfAnEarlierRecoveryIsGone() {
    capacity.grow(DOUBLED, ResizeMode.RESTART, WITHIN);
    is(nodes.node(1), "none", 600);

    capacity.grow(DOUBLED, ResizeMode.RESTART, WITHIN);

    assertThat(grown()).containsExactly(List.of(GROW, GROW), List.of());
  }

  @Test
  void isContentWithWhatAHostHasToGive() {
    capacity.grow(DOUBLED, ResizeMode.IN_PLACE, WITHIN);
    nodes.all().forEach(n -> is(n, "live", 800));

    assertThat(capacity.growth()).isEqualTo(Growth.LIVE);
  }

  @Test
  void restartsOneHostAfterTheOther() {
    capacity.grow(DOUBLED, ResizeMode.RESTART, WITHIN);
    assertThat(grown()).containsExactly(List.of(GROW), List.of());

    is(nodes.node(1), "starting", 600);
    capacity.grow(DOUBLED, ResizeMode.RESTART, WITHIN);
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    assertThat(grown()).containsExactly(List.of(GROW), List.of());

    is(nodes.node(1), "live", 1200);
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    assertThat(grown()).containsExactly(List.of(GROW), List.of(GROW));

    is(nodes.node(2), "live", 1200);
    assertThat(capacity.growth()).isEqualTo(Growth.LIVE);
    assertThat(grown()).containsExactly(List.of(GROW), List.of(GROW));
  }

  @Test
  void goesOnWithTheNextHostAfterAnOperatorRestart() {
    is(nodes.node(1), "live", 1200);
    var restarted = afterRestart();

    assertThat(restarted.growth()).isEqualTo(Growth.STARTING);

    assertThat(grown())
        .containsExactly(List.of(), List.of("grow --cpu 1200 --memory 1200 --live-within 90"));
  }

  @Test
  void growsAllHostsAtOnceInPlace() {
    capacity.grow(DOUBLED, ResizeMode.IN_PLACE, WITHIN);

    var inPlace = GROW + " --manner in-place";
    assertThat(grown()).containsExactly(List.of(inPlace), List.of(inPlace));
  }

  @Test
  void saysThatAHostPutItBackAndLeavesTheOthers() {
    capacity.grow(DOUBLED, ResizeMode.RESTART, WITHIN);
    is(nodes.node(1), "putback", 600);

    assertThat(capacity.growth()).isEqualTo(Growth.PUT_BACK);
    assertThat(grown()).containsExactly(List.of(GROW), List.of());
  }

  @Test
  void isNotMisledByWhatAnEarlierRecoveryPutBack() {
    is(nodes.node(1), "putback", 600);
    is(nodes.node(2), "putback", 600);

    capacity.grow(DOUBLED, ResizeMode.RESTART, WITHIN);
    is(nodes.node(1), "live", 1200);

    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    assertThat(grown()).containsExactly(List.of(GROW), List.of(GROW));
  }

  @Test
  void saysThatNothingGrows() {
    assertThat(capacity.growth()).isEqualTo(Growth.NONE);
    assertThat(capacity.shrink()).isFalse();
  }

  @Test
  void shrinksTheNextHostWhenTheFormerServesAgain() {
    nodes.all().forEach(n -> started(n, 100));
    nodes.all().forEach(n -> n.answers("shrink", "{'ok':true,'shrunk':true}"));
    assertFails(Reason.CONFLICT, capacity::shrink);
    nodes.node(1).answers("shrink", "{'ok':true,'shrunk':false}");
    assertFails(Reason.CONFLICT, capacity::shrink);
    assertThat(nodes.node(2).asked("shrink")).as("the first one has not restarted").isEmpty();

    started(nodes.node(1), 170);
    assertThat(capacity.shrink()).isTrue();

    assertThat(nodes.node(2).asked("shrink")).hasSize(1);
  }

  @Test
  void doesNotWaitForWhatWasGrownInPlace() {
    nodes.all().forEach(n -> n.answers("shrink", "{'ok':true,'shrunk':true,'manner':'in-place'}"));

    assertThat(capacity.shrink()).isTrue();

    assertThat(nodes.all()).allSatisfy(n -> assertThat(n.asked("shrink")).hasSize(1));
  }

  @Test
  void saysThatAPersonsManifestStayed() {
    nodes.node(1).answers("shrink", "{'ok':true,'shrunk':true,'manner':'in-place'}");
    nodes.node(2).answers("shrink", "{'ok':true,'shrunk':false,'keptTheirs':true}");

    assertThat(capacity.shrink()).isFalse();
  }

  private static void started(TestNodes.Node node, long at) {
    node.answers("status", "{'ok':true,'apiServer':{'running':true,'startedAt':" + at + "}}");
  }

  private List<List<String>> grown() {
    return nodes.all().stream().map(n -> n.asked("grow")).toList();
  }
}
