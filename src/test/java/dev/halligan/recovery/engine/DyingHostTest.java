package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.control.ControlPlaneDriver;
import dev.halligan.control.Fence;
import dev.halligan.driver.node.NodeCapacity;
import dev.halligan.driver.node.NodeFence;
import dev.halligan.driver.node.ssh.TestNodes;
import dev.halligan.recovery.action.Actions;
import dev.halligan.recovery.fake.FakeCluster;
import dev.halligan.recovery.fake.RecoveryHarness;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import dev.halligan.recovery.plan.Planning;
import dev.halligan.recovery.record.RecordSnapshot;
import dev.halligan.recovery.step.PassContext;
import dev.halligan.status.ConditionSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A whole recovery of three control-plane hosts with real SSH, of which some die in the middle for
 * good. Everything but the hosts is the {@link FakeCluster}'s, time included.
 */
class DyingHostTest {
  private static final String LIVE =
      "{'ok':true,'state':'live','cpuLimitMillis':1200,'memoryLimitBytes':2147483648}";

  private final FakeCluster world = new FakeCluster();
  private TestNodes nodes;
  private ControlPlaneDriver driver;
  private int apiPort;

  @BeforeEach
  void start() throws IOException {
    try (var free = new ServerSocket(0)) {
      apiPort = free.getLocalPort();
    }
    nodes = new TestNodes(3, apiPort, world.clock::nanos);
    nodes.all().forEach(n -> n.answers("status", "{'ok':true,'fence':{'up':false}}"));
    nodes
        .all()
        .forEach(n -> n.answers("isolate", "{'ok':true,'expiresInSeconds':120,'dropped':3}"));
    nodes.all().forEach(n -> n.answers("growth", LIVE));
    nodes.all().forEach(n -> n.answers("shrink", "{'ok':true,'shrunk':true,'manner':'in-place'}"));
    var capacity = new NodeCapacity(nodes.asked(), world.clock);
    var fence = new Both(new NodeFence(nodes.asked(), List.of()), world);
    ControlPlaneDriver rest = world.driver();
    driver =
        new ControlPlaneDriver(
            fence,
            capacity,
            rest.lifecycle(),
            rest.workloads(),
            rest.traffic(),
            rest.evidence(),
            rest.jail(),
            rest.observer());
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
  }

  @Test
  void theOthersAreRecoveredAndItIsSaid() throws IOException {
    runUntil(Duration.ofSeconds(4));
    assertThat(world.fence.up).isTrue();
    nodes.node(3).goesAway();

    runUntil(Duration.ofMinutes(15));

    assertThat(condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.fence.up).isFalse();
    assertThat(world.frozen).isFalse();
    assertThat(nodes.node(1).asked("lift")).isNotEmpty();
    assertThat(step("readmit").message())
        .contains("127.0.0.3 does not answer", "expires by itself");
    assertThat(world.workloads.replicas).containsEntry(FakeCluster.CHATTY, 3);
  }

  @Test
  void oneThatIsDeafFromTheBeginningHoldsUpNobodyAndItIsSaid() throws IOException {
    nodes.node(3).goesAway();
    nodes.node(1).answers("isolate", "{'ok':true,'expiresInSeconds':120,'ports':[8443]}");

    try (var _ = new ServerSocket(apiPort, 50, InetAddress.ofLiteral("127.0.0.3"))) {
      runUntil(Duration.ofMinutes(15));
    }

    assertThat(condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(step("isolate").message())
        .contains("up on 2 of 2 instances", "clients still get in at 127.0.0.3")
        .contains("relays are fenced too: 127.0.0.1:8443");
    assertThat(nodes.node(2).asked("admit")).isNotEmpty();
  }

  @Test
  void whenAllAreGoneAPersonIsTold() throws IOException {
    runUntil(Duration.ofSeconds(12));
    for (var node : nodes.all()) {
      node.goesAway();
    }

    runUntil(Duration.ofMinutes(20));

    assertThat(condition("Stalled")).isEqualTo("True StepFailed");
    assertThat(ConditionSet.of(world.status.conditions()).get("Stalled").orElseThrow().getMessage())
        .contains("answers neither SSH nor its API port", "halligan.dev/retry-step");
  }

  private void runUntil(Duration sinceOnset) {
    var end = FakeCluster.ONSET.plus(sinceOnset).plusSeconds(12);
    while (world.clock.instant().isBefore(end)) {
      PassResult result =
          new Engine(Actions.all())
              .advance(
                  new RecordSnapshot(FakeCluster.KUBECTL, world.status, 1, 7),
                  () -> Planning.plan("test", BuiltInPlaybook.spec()),
                  context(),
                  world);
      if (result.again().isEmpty()) {
        return;
      }
      world.clock.pass(result.again().get());
    }
  }

  private PassContext context() {
    var s = world.context(FakeCluster.request(false, false), RecoveryHarness.NOBODY);
    return new PassContext(
        s.request(),
        s.cluster(),
        s.annotations(),
        driver,
        s.lanes(),
        s.evidence(),
        s.undoStore(),
        s.clock());
  }

  private Step step(String name) {
    return world.status.steps().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String condition(String type) {
    return ConditionSet.of(world.status.conditions())
        .get(type)
        .map(c -> c.getStatus() + " " + c.getReason())
        .orElse("absent");
  }

  /** The hosts' fence, of which the world feels the effect once they have done their part. */
  private record Both(Fence hosts, FakeCluster world) implements Fence {
    @Override
    public List<String> relays() {
      return hosts.relays();
    }

    @Override
    public List<String> deaf() {
      return hosts.deaf();
    }

    @Override
    public State isolate(Admission admission) {
      var state = hosts.isolate(admission);
      world.fence().isolate(admission);
      return state;
    }

    @Override
    public void replaceAdmins(Admission admission) {
      hosts.replaceAdmins(admission);
    }

    @Override
    public void renew(Duration ttl) {
      hosts.renew(ttl);
    }

    @Override
    public void admit(CohortShare cohort) {
      hosts.admit(cohort);
      world.fence().admit(cohort);
    }

    @Override
    public List<Client> rejectedClients(int top) {
      hosts.rejectedClients(top);
      return world.fence().rejectedClients(top);
    }

    @Override
    public List<Client> connectedClients(int top) {
      return hosts.connectedClients(top);
    }

    @Override
    public void lift() {
      hosts.lift();
      world.fence().lift();
    }

    @Override
    public State state() {
      return hosts.state();
    }

    @Override
    public void verifyAdminPasses() {
      hosts.verifyAdminPasses();
    }

    @Override
    public List<String> missing() {
      return hosts.missing();
    }
  }
}
