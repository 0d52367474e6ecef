package dev.halligan.driver.node;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Fence.Admission;
import dev.halligan.driver.node.ssh.TestNodes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The endpoint at the hosts' addresses is a balancer's port there, 8443; the servers have another.
 */
class FencedPortTest {
  private static final Admission ADMISSION =
      new Admission(List.of("10.0.0.0/24"), Duration.ofSeconds(90));

  private TestNodes nodes;
  private NodeFence fence;

  @BeforeEach
  void start() throws IOException {
    nodes = new TestNodes(2, 8443);
    fence = new NodeFence(nodes.asked(), List.of());
    nodes.all().forEach(n -> n.answers("isolate", "{'ok':true,'expiresInSeconds':90,'dropped':0}"));
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
  }

  @Test
  void isWhereEveryHostSaysThatItsServerListens() {
    listens(1, "[16443]");
    listens(2, "[6444,6443]");

    fence.isolate(ADMISSION);

    assertThat(port(1)).isEqualTo("16443");
    assertThat(port(2)).isEqualTo("6443");
  }

  @Test
  void ofAHostWithADeadServerIsThatOfTheOthers() {
    listens(1, "[6443]");
    listens(2, "[]");

    fence.isolate(ADMISSION);

    assertThat(port(2)).isEqualTo("6443");
  }

  @Test
  void isThatOfTheEndpointWhereNoHostTells() {
    listens(1, "null");
    listens(2, "null");

    fence.isolate(ADMISSION);

    assertThat(port(1)).isEqualTo("8443");
  }

  @Test
  void thatIsWrongIsToldAndMayBeRightAtTheNextTry() {
    listens(1, "[6443]");
    listens(2, "[6443]");
    nodes.node(2).fails("isolate", "WrongPort");

    assertThatThrownBy(() -> fence.isolate(ADMISSION))
        .hasMessageContaining("127.0.0.2")
        .extracting("reason", "transient")
        .containsExactly(Reason.WRONG_PORT, true);
    assertThat(nodes.node(1).asked("lift")).hasSize(1);
  }

  @Test
  void ofARelayIsToldOf() {
    listens(1, "[6443]");
    listens(2, "[6443]");
    nodes.node(2).answers("isolate", "{'ok':true,'expiresInSeconds':90,'ports':[6443,8443]}");

    fence.isolate(ADMISSION);

    assertThat(fence.relays()).containsExactly("127.0.0.2:8443");
  }

  @Test
  void isNotFencedForACallerThatNobodyCanTell() {
    nodes.node(1).fails("isolate", "CallerUnknown");

    assertFails(Reason.CALLER_UNKNOWN, () -> fence.isolate(ADMISSION));
  }

  private void listens(int node, String ports) {
    nodes
        .node(node)
        .answers("status", "{'ok':true,'apiServer':{'running':true,'ports':%s}}".formatted(ports));
  }

  private String port(int node) {
    return nodes.node(node).asked("isolate").getFirst().split(" ")[2];
  }
}
