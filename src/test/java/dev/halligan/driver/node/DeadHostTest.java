package dev.halligan.driver.node;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ApiServerCapacity.Growth;
import dev.halligan.control.ApiServerCapacity.ResizeMode;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Fence.Admission;
import dev.halligan.control.Fence.Client;
import dev.halligan.control.Fence.CohortShare;
import dev.halligan.control.Fence.State;
import dev.halligan.control.NodeLifecycle.Method;
import dev.halligan.driver.inband.LeaseOrStopLifecycle;
import dev.halligan.driver.node.ssh.TestNodes;
import dev.halligan.testing.ManualClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One of three control-plane hosts is dead, or dies: what is done on the other two goes on. */
class DeadHostTest {
  private static final Duration TTL = Duration.ofSeconds(90);
  private static final Admission ADMISSION = new Admission(List.of("10.0.0.0/24"), TTL);
  private static final CohortShare NODES = new CohortShare("nodes", List.of("10.89.0.0/24"), 25, 0);
  private static final String DEAD = "127.0.0.3";

  private final ManualClock clock = new ManualClock();
  private TestNodes nodes;
  private NodeFence fence;

  @BeforeEach
  void start() throws IOException {
    nodes = new TestNodes(3, 6443, clock::nanos);
    fence = new NodeFence(nodes.asked(), List.of());
    nodes.all().forEach(n -> n.answers("status", "{'ok':true,'fence':{'up':false}}"));
    nodes.all().forEach(n -> n.answers("isolate", "{'ok':true,'expiresInSeconds':90,'dropped':3}"));
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
  }

  @Test
  void isLeftOutOfTheFenceAndSaid() throws IOException {
    nodes.node(3).goesAway();
    assertFails(Reason.HOST_UNREACHABLE, () -> fence.isolate(ADMISSION));

    clock.pass(Duration.ofSeconds(11));

    assertThat(fence.isolate(ADMISSION)).isEqualTo(new State(true, 2, 2, TTL, 0));
    assertThat(fence.missing()).containsExactly(DEAD);
  }

  @Test
  void thatDiesBehindTheFenceNeverHidesWhoKnocksAtTheOthers() throws IOException {
    fence.isolate(ADMISSION);
    nodes
        .node(1)
        .answers(
            "clients",
            "{'ok':true,'rejected':[{'address':'10.244.1.7','packets':20}],'connected':[{'address':'10.0.0.9','count':2}]}");
    nodes.node(3).goesAway();

    assertThat(fence.rejectedClients(5)).containsExactly(new Client("10.244.1.7", 20));
    assertThat(fence.connectedClients(5)).containsExactly(new Client("10.0.0.9", 2));
  }

  @Test
  void thatDiesBehindTheFenceHoldsNobodyOutForLongerThanItsTtl() throws IOException {
    fence.isolate(ADMISSION);
    nodes.node(3).goesAway();
    assertFails(Reason.HOST_UNREACHABLE, () -> fence.admit(NODES));
    assertFails(Reason.HOST_UNREACHABLE, () -> fence.renew(TTL));

    clock.pass(TTL.plusSeconds(1));
    fence.renew(TTL);
    fence.admit(NODES);

    assertThat(nodes.node(1).asked("admit")).hasSize(2);
    assertThat(nodes.node(2).asked("renew")).hasSize(2);
  }

  @Test
  void doesNotKeepTheFenceUpOnTheOthers() throws IOException {
    fence.isolate(ADMISSION);
    nodes.node(3).goesAway();

    fence.lift();

    assertThat(nodes.node(1).asked("lift")).hasSize(1);
    assertThat(nodes.node(2).asked("lift")).hasSize(1);
    assertThat(fence.missing()).containsExactly(DEAD);
  }

  @Test
  void thatComesBackHasNoFenceAndIsFencedAgain() throws IOException {
    fence.isolate(ADMISSION);
    nodes.node(3).goesAway();
    assertFails(Reason.HOST_UNREACHABLE, () -> fence.renew(TTL));
    clock.pass(TTL.plusSeconds(1));
    fence.renew(TTL);

    nodes.node(3).comesBack();
    nodes.node(3).fails("renew", "NoFence");
    clock.pass(Duration.ofSeconds(11));
    assertFails(Reason.NO_FENCE, () -> fence.renew(TTL));

    assertThat(fence.isolate(ADMISSION).instances()).isEqualTo(3);
    assertThat(fence.missing()).isEmpty();
  }

  @Test
  void isNotLeftOutWhenItIsTheLast() throws IOException {
    fence.isolate(ADMISSION);
    for (var node : nodes.all()) {
      node.goesAway();
    }
    assertFails(Reason.HOST_UNREACHABLE, () -> fence.admit(NODES));
    assertFails(Reason.HOST_UNREACHABLE, fence::lift);

    clock.pass(TTL.plusSeconds(1));

    assertFails(Reason.HOST_ABSENT, () -> fence.admit(NODES));
    assertFails(Reason.HOST_ABSENT, fence::lift);
    assertFails(Reason.HOST_ABSENT, () -> fence.rejectedClients(5));
  }

  @Test
  void isThawedByItself() throws IOException {
    var lifecycle =
        new LeaseOrStopLifecycle(null, new HostControllers(nodes.asked()), Clock.systemUTC());
    lifecycle.freeze(Method.STOP_CONTROLLER_MANAGER, TTL);
    nodes.node(3).goesAway();

    lifecycle.thaw(Method.STOP_CONTROLLER_MANAGER);

    assertThat(nodes.node(1).asked("thaw")).hasSize(1);
    assertThat(nodes.node(2).asked("thaw")).hasSize(1);
  }

  @Test
  void doesNotKeepTheOthersFromGrowingAndGrowsWhenItIsBack() throws IOException {
    var capacity = new NodeCapacity(nodes.asked(), Clock.systemUTC());
    var doubled = new Size(1200, 0);
    nodes.all().forEach(n -> is(n, "none", 600));
    nodes.node(3).goesAway();
    assertThat(capacity.size()).isEqualTo(new Size(600, 0));

    capacity.grow(doubled, ResizeMode.IN_PLACE, TTL);
    is(nodes.node(1), "live", 1200);
    is(nodes.node(2), "live", 1200);
    assertThat(capacity.growth()).isEqualTo(Growth.LIVE);

    nodes.node(3).comesBack();
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    assertThat(nodes.node(3).asked("grow")).hasSize(1);
  }

  private static void is(TestNodes.Node node, String state, int cpu) {
    node.answers("growth", "{'ok':true,'state':'%s','cpuLimitMillis':%d}".formatted(state, cpu));
  }
}
