package dev.halligan.driver.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.Fence.Passage;
import dev.halligan.control.Fence.Passage.Word;
import dev.halligan.driver.node.ssh.TestNodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether we still pass a fence that stands, as a host and a dialled port tell. */
class NodePassageTest {
  private static final String US = "10.7.7.7";

  private TestNodes nodes;

  @BeforeEach
  void start() throws IOException {
    nodes = new TestNodes(1, 6443);
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
  }

  @Test
  void anOpenPortIsProof() throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(at(server.getLocalPort()).passage().word()).isEqualTo(Word.PASSES);
    }
    assertThat(nodes.node(1).asked("status")).isEmpty();
  }

  @Test
  void aFenceThatDoesNotKnowOurAddressTurnsUsAway() throws IOException {
    var port = closedPort();
    said("10.0.0.0/24", true, "[" + port + "]");

    assertThat(at(port).passage()).isEqualTo(new Passage(Word.TURNED_AWAY, List.of(US)));
  }

  @Test
  void aListeningServerThatRefusesUsIsBehindAFenceThatDoes() throws IOException {
    var port = closedPort();
    said(US + "/32", true, "[" + port + "]");

    assertThat(at(port).passage().word()).isEqualTo(Word.TURNED_AWAY);
  }

  @Test
  void aDeadServerTurnsNobodyAway() throws IOException {
    var port = closedPort();
    said("10.0.0.0/24", false, "[]");
    assertThat(at(port).passage()).isEqualTo(Passage.UNKNOWN);

    said(US + "/32", true, "[]");
    assertThat(at(port).passage()).as("starting, and not listening yet").isEqualTo(Passage.UNKNOWN);
  }

  @Test
  void aHostThatDoesNotTellPortsIsBelievedOnlyWhereItsFenceDoesNotKnowUs() throws IOException {
    var port = closedPort();
    said(US + "/32", true, "null");
    assertThat(at(port).passage()).isEqualTo(Passage.UNKNOWN);

    said("10.0.0.0/24", true, "null");
    assertThat(at(port).passage().word()).isEqualTo(Word.TURNED_AWAY);
  }

  @Test
  void whomAFenceTurnedAwayOnceAndLetsPassNowMayGoOn() throws IOException {
    said(US + "/32", true, "null");
    nodes.node(1).answers("clients", "{'ok':true,'rejected':[{'address':'10.7.7.7','packets':9}]}");

    at(closedPort()).verifyAdminPasses();
  }

  private void said(String admins, boolean running, String ports) {
    nodes
        .node(1)
        .answers(
            "status",
            ("{'ok':true,'caller':'%s','fence':{'up':true,'admins':['%s']},"
                    + "'apiServer':{'running':%s,'connections':3,'ports':%s}}")
                .formatted(US, admins, running, ports));
  }

  private NodeFence at(int port) {
    return new NodeFence(
        nodes.asked(), List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)));
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
