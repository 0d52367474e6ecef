package dev.halligan.driver.node;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Fence.Admission;
import dev.halligan.control.Fence.Client;
import dev.halligan.control.Fence.CohortShare;
import dev.halligan.control.Fence.State;
import dev.halligan.driver.node.ssh.TestNodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeFenceTest {
  private static final Admission ADMISSION =
      new Admission(List.of("10.0.0.0/24"), Duration.ofSeconds(90));
  private static final String DOWN =
      "{'ok':true,'caller':'10.0.0.9','addresses':[],'fence':{'up':false}}";

  private TestNodes nodes;
  private NodeFence fence;

  @BeforeEach
  void start() throws IOException {
    nodes = new TestNodes(3, 6443);
    fence = new NodeFence(nodes.asked(), List.of());
    nodes.all().forEach(n -> n.answers("status", DOWN));
    nodes.all().forEach(n -> n.answers("isolate", "{'ok':true,'expiresInSeconds':90,'dropped':3}"));
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
  }

  @Test
  void isUpSinceTheLastHostWasFencedAndNotSinceItsAnswerCame() {
    nodes.node(1).answers("isolate", "{'ok':true,'expiresInSeconds':90,'upMillis':2300}");
    nodes.node(2).answers("isolate", "{'ok':true,'expiresInSeconds':90,'upMillis':1900}");
    nodes.node(3).answers("isolate", "{'ok':true,'expiresInSeconds':90,'upMillis':2100}");

    assertThat(fence.isolate(ADMISSION).upFor()).isEqualTo(Duration.ofMillis(1900));
  }

  @Test
  void raisesTheFenceEverywhereWithTheAddressesOfAllHosts() {
    nodes.node(2).answers("status", "{'ok':true,'addresses':['192.168.5.2','fd00::2']}");

    var state = fence.isolate(ADMISSION);

    assertThat(state).isEqualTo(new State(true, 3, 3, Duration.ofSeconds(90), 0));
    assertThat(nodes.all())
        .allSatisfy(
            n ->
                assertThat(n.asked("isolate"))
                    .containsExactly(
                        "isolate --port 6443 --admins 10.0.0.0/24 --own"
                            + " 127.0.0.1,127.0.0.2,127.0.0.3,192.168.5.2,fd00::2 --ttl 90"));
  }

  @Test
  void takesItAwayEverywhereWhenOneHostRefuses() {
    nodes.node(3).fails("isolate", "CallerNotAdmitted");

    assertFails(Reason.CALLER_NOT_ADMITTED, () -> fence.isolate(ADMISSION));

    assertThat(nodes.all()).allSatisfy(n -> assertThat(n.asked("lift")).hasSize(1));
  }

  @Test
  void raisesNothingWhenAHostIsOutOfReach() throws IOException {
    nodes.node(2).goesAway();

    assertFails(Reason.HOST_UNREACHABLE, () -> fence.isolate(ADMISSION));

    assertThat(nodes.node(1).asked("isolate")).isEmpty();
    assertThat(nodes.node(3).asked("isolate")).isEmpty();
  }

  @Test
  void saysThatTheFenceHadExpiredEvenIfAnotherHostIsOutOfReach() throws IOException {
    nodes.node(1).goesAway();
    nodes.node(2).fails("renew", "NoFence");

    assertFails(Reason.NO_FENCE, () -> fence.renew(Duration.ofSeconds(90)));
  }

  @Test
  void admitsOnEveryHost() {
    fence.admit(new CohortShare("nodes", List.of("10.89.0.0/24", "fd00::/64"), 25, 50));
    fence.admit(new CohortShare("rest", List.of("0.0.0.0/0"), 100, 0));

    assertThat(nodes.all())
        .allSatisfy(
            n ->
                assertThat(n.asked("admit"))
                    .containsExactly(
                        "admit --cohort nodes --cidrs 10.89.0.0/24,fd00::/64 --share 25 --pace 50",
                        "admit --cohort rest --cidrs 0.0.0.0/0 --share 100"));
  }

  @Test
  void addsUpWhoKnocks() {
    nodes
        .node(1)
        .answers(
            "clients",
            "{'ok':true,'rejected':[{'address':'10.244.1.7','packets':20},{'address':'10.244.1.8','packets':30}],'connected':[{'address':'10.0.0.9','count':2}]}");
    nodes
        .node(2)
        .answers(
            "clients",
            "{'ok':true,'rejected':[{'address':'10.244.1.7','packets':15}],'connected':[]}");

    assertThat(fence.rejectedClients(5))
        .containsExactly(new Client("10.244.1.7", 35), new Client("10.244.1.8", 30));
    assertThat(fence.rejectedClients(1)).hasSize(1);
    assertThat(fence.connectedClients(5)).containsExactly(new Client("10.0.0.9", 2));
  }

  @Test
  void isUpOnlyWhenItIsUpOnAllHosts() throws IOException {
    var up = "{'ok':true,'fence':{'up':true,'expiresInSeconds':%d,'rejected':10}}";
    nodes.node(1).answers("status", up.formatted(80));
    nodes.node(2).answers("status", up.formatted(60));
    assertThat(fence.state()).isEqualTo(new State(false, 3, 2, Duration.ofSeconds(60), 20));

    nodes.node(3).answers("status", up.formatted(70));
    assertThat(fence.state()).isEqualTo(new State(true, 3, 3, Duration.ofSeconds(60), 30));

    nodes.node(3).goesAway();
    assertThat(fence.state()).isEqualTo(new State(false, 3, 2, Duration.ofSeconds(60), 20));
  }

  @Test
  void thatLetsStrangersInIsToldWithTheHostsReason() {
    var fence = "{'ok':true,'fence':{'up':true,'expiresInSeconds':80,'holds':%s,'why':%s}}";
    nodes.node(1).answers("status", fence.formatted("true", "null"));
    nodes.node(2).answers("status", fence.formatted("null", "null"));
    assertThat(this.fence.state().instancesUp()).isEqualTo(2);

    nodes.node(3).answers("status", fence.formatted("false", "'the chain input was flushed'"));
    assertThatThrownBy(this.fence::state)
        .hasMessage("the fence on host 127.0.0.3 does not hold: the chain input was flushed")
        .extracting("reason")
        .isEqualTo(Reason.NOT_ENFORCED);
  }

  @Test
  void anOpenPortIsProofEnough() throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      dialling(server.getLocalPort()).verifyAdminPasses();
    }
    assertThat(nodes.node(1).asked("clients")).isEmpty();
  }

  @Test
  void aDeadServerIsNoFaultOfTheFence() throws IOException {
    nodes
        .node(1)
        .answers("clients", "{'ok':true,'rejected':[{'address':'10.244.1.7','packets':20}]}");

    dialling(closedPort()).verifyAdminPasses();
  }

  @Test
  void saysThatWeAreTurnedAway() throws IOException {
    nodes.node(3).answers("clients", "{'ok':true,'rejected':[{'address':'10.0.0.9','packets':4}]}");
    var closed = dialling(closedPort());

    assertFails(Reason.CALLER_NOT_ADMITTED, closed::verifyAdminPasses);
  }

  @Test
  void saysThatTheBalancerIsTurnedAway() throws Exception {
    var address = InetAddress.ofLiteral("127.0.0.9");
    nodes
        .node(1)
        .answers("clients", "{'ok':true,'rejected':[{'address':'127.0.0.9','packets':4}]}");
    try (var balancer = new ServerSocket(0, 5, address)) {
      var accepting = Thread.ofVirtual().start(() -> hangUp(balancer));
      var behind =
          new NodeFence(
              nodes.asked(), List.of(new InetSocketAddress(address, balancer.getLocalPort())));

      assertThatThrownBy(behind::verifyAdminPasses)
          .isInstanceOfSatisfying(
              ControlFailure.class,
              f -> {
                assertThat(f.reason()).isEqualTo(Reason.CALLER_NOT_ADMITTED);
                assertThat(f.fix()).contains("remove it from spec.access.endpoints");
              });
      accepting.join();
    }
  }

  @Test
  void anAddressThatAHostSaysIsItsOwnIsNoBalancer() throws IOException {
    nodes.node(2).answers("status", "{'ok':true,'addresses':['127.0.0.9']}");
    var address = InetAddress.ofLiteral("127.0.0.9");
    try (var virtual = new ServerSocket(0, 5, address)) {
      var there =
          new NodeFence(
              nodes.asked(), List.of(new InetSocketAddress(address, virtual.getLocalPort())));
      there.isolate(ADMISSION);

      there.verifyAdminPasses();
    }
    assertThat(nodes.node(1).asked("clients")).isEmpty();
  }

  @Test
  void oneAddressInTwoSpellingsIsOne() throws IOException {
    nodes.node(1).answers("status", "{'ok':true,'caller':'FD00:0:0::9'}");
    nodes.node(2).answers("clients", "{'ok':true,'rejected':[{'address':'fd00::9','packets':4}]}");
    var closed = dialling(closedPort());

    assertFails(Reason.CALLER_NOT_ADMITTED, closed::verifyAdminPasses);
  }

  private static void hangUp(ServerSocket balancer) {
    try {
      balancer.accept().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private NodeFence dialling(int port) {
    return new NodeFence(
        nodes.asked(), List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)));
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
