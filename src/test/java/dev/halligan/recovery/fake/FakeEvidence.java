package dev.halligan.recovery.fake;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.attribution.CulpritEvidence.PodAddress;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.EvidenceSource;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.recovery.step.EvidenceStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of its load, now and from before the fence. */
record FakeEvidence(FakeCluster world) implements EvidenceSource, EvidenceStore {

  @Override
  public List<IdentityLoad> queuedRequests(Duration deadline) {
    return List.of();
  }

  @Override
  public List<Rollout> rollouts() {
    if (!world.evidence.readable) {
      throw new ControlFailure(Reason.TIMED_OUT, "the workloads could not be listed", "Try again");
    }
    return List.of(
        new Rollout(FakeCluster.AGENT, world.evidence.agentChangedAt, 2, 2, "agent"),
        new Rollout(
            FakeCluster.CHATTY, FakeCluster.ONSET.minus(Duration.ofDays(90)), 3, 2, "chatty"),
        new Rollout(
            FakeCluster.DATABASE, FakeCluster.ONSET.minus(Duration.ofDays(300)), 1, 1, "patroni"));
  }

  @Override
  public List<PodAddress> podsAt(List<String> addresses) {
    return Stream.of(
            new PodAddress("10.244.1.2", "w1", FakeCluster.AGENT),
            new PodAddress("10.244.2.2", "w2", FakeCluster.AGENT),
            new PodAddress("10.244.1.3", "w1", FakeCluster.CHATTY),
            new PodAddress("10.244.2.9", "w2", FakeCluster.DATABASE))
        .filter(pod -> addresses.contains(pod.address()))
        .toList();
  }

  @Override
  public int nodeCount() {
    return 3;
  }

  @Override
  public Optional<EvidenceStore.EvidenceSnapshot> newest() {
    return Optional.of(
        new EvidenceStore.EvidenceSnapshot(
            world.evidence.takenAt,
            world.evidence.queuesRead
                ? List.of(
                    new IdentityLoad("system:serviceaccount:telemetry:agent", "list", "pods", 190),
                    new IdentityLoad("system:serviceaccount:tools:chatty", "list", "pods", 20),
                    new IdentityLoad("system:serviceaccount:shop:patroni", "get", "endpoints", 1))
                : List.of(),
            world.clients.connected));
  }

  @Override
  public List<NodeEvidence> hosts() {
    return world.hosts.reports == null
        ? List.of()
        : world.hosts.reports.until(world.clock.instant());
  }

  @Override
  public void take() {}
}
