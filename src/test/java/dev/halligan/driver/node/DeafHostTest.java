package dev.halligan.driver.node;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Fence.Admission;
import dev.halligan.control.Fence.CohortShare;
import dev.halligan.control.Fence.State;
import dev.halligan.driver.node.ssh.TestNodes;
import dev.halligan.testing.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One of three control-plane hosts is drowned: its kernel takes connections, also on the API port,
 * and nobody gets an answer by SSH. What is done on the other two goes on.
 */
class DeafHostTest {
  private static final Duration TTL = Duration.ofSeconds(90);
  private static final Admission ADMISSION = new Admission(List.of("10.0.0.0/24"), TTL);
  private static final CohortShare NODES = new CohortShare("nodes", List.of("10.89.0.0/24"), 25, 0);
  private static final Duration FOR_EVER = Duration.ofMinutes(5);
  private static final String DEAF = "127.0.0.3";

  /** Longer than any question's deadline. */
  private static final Duration LATE = Duration.ofSeconds(8);

  private final ManualClock clock = new ManualClock();
  private ServerSocket apiServer;
  private TestNodes nodes;
  private NodeFence fence;

  @BeforeEach
  void start() throws IOException {
    apiServer = new ServerSocket(0, 50, InetAddress.ofLiteral(DEAF));
    nodes = new TestNodes(3, apiServer.getLocalPort(), clock::nanos);
    fence = new NodeFence(nodes.asked(), List.of());
    nodes.all().forEach(n -> n.answers("status", "{'ok':true,'fence':{'up':false}}"));
    nodes
        .all()
        .forEach(n -> n.answers("isolate", "{'ok':true,'expiresInSeconds':90,'dropped':null}"));
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
    apiServer.close();
  }

  @Test
  void isLeftOutAfterTwoDeadlinesAndHoldsUpNobodyAfterThat() throws IOException {
    drown(FOR_EVER);

    assertThat(fence.isolate(ADMISSION)).isEqualTo(new State(true, 2, 2, TTL, 0));
    assertThat(fence.missing()).containsExactly(DEAF);
    assertThat(fence.deaf()).containsExactly(DEAF);
    assertThat(took(this::actOnAll)).isLessThan(Duration.ofSeconds(2));
    assertThat(nodes.node(1).asked("admit")).hasSize(1);
    assertThat(nodes.node(2).asked("renew")).hasSize(1);

    clock.pass(Duration.ofSeconds(11));
    assertThat(took(this::actOnAll)).as("asks whether it is back").isLessThan(LATE.dividedBy(2));
    assertThat(nodes.node(3).asked("isolate")).as("no late act").isEmpty();
  }

  private void actOnAll() {
    fence.renew(TTL);
    fence.admit(NODES);
    fence.replaceAdmins(ADMISSION);
    fence.state();
    fence.rejectedClients(5);
  }

  @Test
  void whoseSshIsGoneComesBackAndIsFencedLikeTheOthers() throws IOException {
    nodes.node(3).goesAway();
    assertFails(Reason.HOST_UNREACHABLE, () -> fence.isolate(ADMISSION));
    clock.pass(Duration.ofSeconds(10));
    fence.isolate(ADMISSION);
    assertThat(fence.deaf()).containsExactly(DEAF);

    nodes.node(3).comesBack();
    nodes.node(3).fails("renew", "NoFence");

    await().atMost(Duration.ofSeconds(30)).until(this::hasNoFenceSomewhere);
    assertThat(fence.isolate(ADMISSION).instances()).isEqualTo(3);
    assertThat(fence.missing()).isEmpty();
  }

  @Test
  void thatTakesLongerThanADeadlineToLetUsInIsFencedToo() throws IOException {
    drown(LATE);
    fence.isolate(ADMISSION);
    nodes.node(3).fails("renew", "NoFence");

    await().atMost(Duration.ofSeconds(60)).until(this::hasNoFenceSomewhere);
    assertThat(fence.isolate(ADMISSION).instances()).isEqualTo(3);
  }

  private boolean hasNoFenceSomewhere() {
    clock.pass(Duration.ofSeconds(11));
    try {
      fence.renew(TTL);
      return false;
    } catch (ControlFailure e) {
      return e.reason() == Reason.NO_FENCE;
    }
  }

  /** One question is lost; the next makes it two deadlines. */
  private void drown(Duration delay) throws IOException {
    nodes.node(3).speaksOnlyAfter(delay);
    assertFails(Reason.HOST_UNREACHABLE, () -> fence.isolate(ADMISSION));
    clock.pass(Duration.ofSeconds(10));
  }

  private static Duration took(Runnable what) {
    var began = Instant.now();
    what.run();
    return Duration.between(began, Instant.now());
  }
}
