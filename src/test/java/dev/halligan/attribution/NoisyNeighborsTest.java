package dev.halligan.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.attribution.CulpritEvidence.PodAddress;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The incident as it was measured on a kubeadm cluster: within three seconds, four after the fence,
 * two agents knock 12,000 times each, nodes 4 and 14 times, and a DNS server once.
 */
class NoisyNeighborsTest {
  private static final Instant ONSET = Instant.parse("2024-12-11T15:16:00Z");
  private static final WorkloadReference AGENT =
      new WorkloadReference("DaemonSet", "telemetry", "agent");
  private static final WorkloadReference REFRESHER =
      new WorkloadReference("Deployment", "shop-tools", "refresher");
  private static final WorkloadReference PATRONI =
      new WorkloadReference("StatefulSet", "shop", "patroni");

  private static final Duration FIRST = Duration.ofSeconds(4);
  private static final Duration THEN = Duration.ofSeconds(3);

  private final List<AddressLoad> first = new ArrayList<>();
  private final List<AddressLoad> knocks = new ArrayList<>();
  private final List<IdentityLoad> identities = new ArrayList<>();
  private final List<Rollout> rollouts = new ArrayList<>();
  private final List<PodAddress> pods = new ArrayList<>();
  private final List<AddressLoad> connected = new ArrayList<>();

  NoisyNeighborsTest() {
    workload(AGENT, 12_000, 12_000);
    knocks.add(new AddressLoad("10.89.0.7", 4));
    knocks.add(new AddressLoad("10.89.0.8", 14));
    workload(new WorkloadReference("Deployment", "kube-system", "coredns"), 1, 1);
  }

  private void workload(WorkloadReference workload, long... packets) {
    rollouts.add(
        new Rollout(
            workload,
            ONSET.minus(workload.equals(AGENT) ? Duration.ofMinutes(1) : Duration.ofDays(90)),
            packets.length,
            2,
            workload.name()));
    for (long count : packets) {
      String address = "10.244.1." + (pods.size() + 10);
      knocks.add(new AddressLoad(address, count));
      pods.add(new PodAddress(address, "w1", workload));
    }
  }

  private void queued(WorkloadReference workload, long requests) {
    String user = "system:serviceaccount:" + workload.namespace() + ":" + workload.name();
    identities.add(new IdentityLoad(user, "list", "pods", requests));
  }

  private void queued(WorkloadReference workload, long requests, long seats) {
    String user = "system:serviceaccount:" + workload.namespace() + ":" + workload.name();
    identities.add(new IdentityLoad(user, "list", "pods", requests, seats));
  }

  private void connected(WorkloadReference workload, long each) {
    pods.stream()
        .filter(pod -> pod.workload().equals(workload))
        .forEach(pod -> connected.add(new AddressLoad(pod.address(), each)));
  }

  private void nobodyKnocks() {
    knocks.clear();
  }

  private List<String> loud(WorkloadReference... accused) {
    CulpritEvidence before = new CulpritEvidence(ONSET, 3, connected, identities, rollouts, pods);
    RejectedPacketRates knocking = new RejectedPacketRates(first, FIRST, knocks, THEN);
    return NoisyNeighbors.beside(before, knocking, List.of(accused), Set.of("shielded")).stream()
        .map(l -> l.workload().name() + " " + l.share())
        .toList();
  }

  @Test
  void whoKnocksOnWhereOthersWaitLongerEachTimeIsLoud() {
    workload(REFRESHER, 30, 30, 30);

    assertThat(loud(AGENT)).containsExactly("refresher 82");
  }

  @Test
  void whoHasManyWatchesAndWaitsLongerEachTimeIsNotLoud() {
    var watching = new WorkloadReference("Deployment", "monitoring", "kube-state-metrics");
    workload(watching, 24);
    first.add(new AddressLoad(pods.getLast().address(), 100));
    assertThat(loud(AGENT)).isEmpty();

    first.clear();
    first.add(new AddressLoad(pods.getLast().address(), 60));
    assertThat(loud(AGENT)).containsExactly("kube-state-metrics 55");
  }

  @Test
  void twoLooksThatCannotBeComparedTellNothing() {
    workload(REFRESHER, 300, 300, 300);
    CulpritEvidence before = new CulpritEvidence(ONSET, 3, connected, identities, rollouts, pods);

    assertThat(NoisyNeighbors.beside(before, RejectedPacketRates.UNKNOWN, List.of(AGENT), Set.of()))
        .isEmpty();
  }

  @Test
  void itsShareIsThatOfTheRestWhateverTheCulpritSpins() {
    long[] quiet = new long[18];
    Arrays.fill(quiet, 11);
    workload(new WorkloadReference("Deployment", "shop", "web"), quiet);
    workload(REFRESHER, 90);

    assertThat(loud(AGENT)).containsExactly("refresher 29");
  }

  @Test
  void whoFellSilentIsStillAnOrdinaryClient() {
    knocks.replaceAll(k -> k.address().startsWith("10.89") ? new AddressLoad(k.address(), 0) : k);
    workload(REFRESHER, 13, 13, 13);

    assertThat(loud(AGENT)).containsExactly("refresher 95");
  }

  @Test
  void aFewKnocksAreNotLoudHoweverQuietTheOthers() {
    knocks.replaceAll(k -> k.address().startsWith("10.89") ? new AddressLoad(k.address(), 0) : k);
    workload(PATRONI, 11, 11);

    assertThat(loud(AGENT)).isEmpty();
  }

  @Test
  void theLoudestOfTheQuietIsNotLoud() {
    workload(PATRONI, 12, 12, 13);

    assertThat(loud(AGENT)).isEmpty();
  }

  @Test
  void anAddressThatWorkloadsShareStandsForEachAndItsKubelet() {
    nobodyKnocks();
    workload(REFRESHER, 30, 30, 30);
    knocks.add(new AddressLoad("10.89.0.7", 21));
    knocks.add(new AddressLoad("10.89.0.8", 21));
    assertThat(loud(AGENT)).isEmpty();

    for (String node : List.of("10.89.0.7", "10.89.0.8")) {
      for (String name : List.of("kube-proxy", "kube-router")) {
        var agent = new WorkloadReference("DaemonSet", "kube-system", name);
        pods.add(new PodAddress(node, "w1", agent));
      }
    }
    assertThat(loud(AGENT)).containsExactly("refresher 68");
  }

  @Test
  void findsWhoFilledTheQueuesThoughItKnocksNoMore() {
    workload(REFRESHER, 0, 0, 0);
    queued(AGENT, 97);
    queued(REFRESHER, 30);
    identities.add(new IdentityLoad("system:serviceaccount:probe:ordinary", "get", "pods", 18));
    identities.add(new IdentityLoad("system:node:w1", "update", "leases", 1));
    identities.add(new IdentityLoad("system:node:w2", "update", "leases", 1));

    assertThat(loud(AGENT)).containsExactly("refresher 20");
  }

  @Test
  void whereNobodyCountsWhoIsKnownByNameOnlyIsTheMeasure() {
    workload(REFRESHER, 0, 0, 0);
    nobodyKnocks();
    queued(AGENT, 256);
    queued(REFRESHER, 22);
    assertThat(loud(AGENT)).as("nobody to compare it with").isEmpty();

    identities.add(new IdentityLoad("system:kube-controller-manager", "update", "leases", 1));
    identities.add(new IdentityLoad("system:serviceaccount:probe:ordinary", "get", "pods", 9));
    assertThat(loud(AGENT)).as("a pod of it 7, the others 9 and 1").isEmpty();

    identities.add(new IdentityLoad("system:node:w1", "update", "leases", 1));
    assertThat(loud(AGENT)).containsExactly("refresher 8");
  }

  /** Section 3 of a real cluster: refused gets were scaled to zero, a list of 65 MB was left. */
  @Test
  void theLoudAndHarmlessIsNotLoudAndTheCostlyIs() {
    var pinger = new WorkloadReference("Deployment", "shop", "pinger");
    var exporter = new WorkloadReference("Deployment", "shop", "exporter");
    workload(pinger, 3_000, 3_000);
    workload(exporter, 20);
    queued(AGENT, 150, 1_500);
    queued(pinger, 3, 3);
    queued(exporter, 9, 90);
    identities.add(new IdentityLoad("system:node:w1", "update", "leases", 2));
    identities.add(new IdentityLoad("system:node:w2", "update", "leases", 2));

    assertThat(loud(AGENT)).containsExactly("exporter 6");
  }

  @Test
  void ofTwoOthersBothAreTheMeasure() {
    nobodyKnocks();
    workload(REFRESHER, 0);
    queued(REFRESHER, 40);
    identities.add(new IdentityLoad("system:node:w1", "update", "leases", 1));
    identities.add(new IdentityLoad("jane", "list", "pods", 18));

    assertThat(loud(AGENT)).as("40 against 1 and 18").containsExactly("refresher 68");
  }

  @Test
  void twoLoudOnesDoNotHideEachOther() {
    nobodyKnocks();
    workload(REFRESHER, 0);
    workload(PATRONI, 0);
    queued(AGENT, 200);
    queued(REFRESHER, 90);
    queued(PATRONI, 60);
    identities.add(new IdentityLoad("system:node:w1", "update", "leases", 1));

    assertThat(loud(AGENT)).containsExactly("refresher 26", "patroni 17");
  }

  @Test
  void aHandfulInTheQueuesIsNotLoud() {
    queued(AGENT, 120);
    queued(PATRONI, 19);
    workload(PATRONI, 1);
    identities.add(new IdentityLoad("system:node:w1", "update", "leases", 1));

    assertThat(loud(AGENT)).isEmpty();
  }

  @Test
  void whoOnlyHasManyConnectionsIsNotLoud() {
    workload(REFRESHER, 10, 10, 10);
    connected(AGENT, 40);
    connected(REFRESHER, 40);

    assertThat(loud(AGENT)).isEmpty();
  }

  @Test
  void manyOrdinaryPodsAreNoLoudWorkload() {
    long[] web = new long[300];
    Arrays.fill(web, 14);
    workload(new WorkloadReference("Deployment", "shop", "web"), web);

    assertThat(loud(AGENT)).isEmpty();
  }

  @Test
  void whoSharesAnAddressOrAnIdentityWithTheCulpritIsNotLoudForIt() {
    WorkloadReference innocent = new WorkloadReference("Deployment", "telemetry", "gateway");
    rollouts.add(new Rollout(innocent, ONSET.minus(Duration.ofDays(9)), 1, 1, AGENT.name()));
    pods.add(new PodAddress(pods.getFirst().address(), "w1", innocent));
    queued(AGENT, 120);

    assertThat(loud(AGENT)).isEmpty();
  }

  @Test
  void aWrongAccusationMakesNobodyElseLoud() {
    nobodyKnocks();
    rollouts.clear();
    workload(PATRONI, 20, 25);
    workload(REFRESHER, 22, 18, 20);

    assertThat(loud(new WorkloadReference("DaemonSet", "telemetry", "mistyped"))).isEmpty();
  }

  @Test
  void neverNamesWhatIsShielded() {
    workload(new WorkloadReference("Deployment", "shielded", "loud"), 9_000);
    workload(new WorkloadReference("Deployment", "kube-system", "loud"), 9_000);

    assertThat(loud(AGENT)).isEmpty();
  }
}
