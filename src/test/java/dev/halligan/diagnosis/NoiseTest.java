package dev.halligan.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import dev.halligan.diagnosis.CulpritEvidence.IdentityLoad;
import dev.halligan.diagnosis.CulpritEvidence.PodAddress;
import dev.halligan.diagnosis.CulpritEvidence.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The incident: two agents knock 24,000 times each, nodes 75 times; who else is loud? */
class NoiseTest {
  private static final Instant ONSET = Instant.parse("2024-12-11T15:16:00Z");
  private static final WorkloadReference AGENT =
      new WorkloadReference("DaemonSet", "telemetry", "agent");
  private static final WorkloadReference REFRESHER =
      new WorkloadReference("Deployment", "shop-tools", "refresher");
  private static final WorkloadReference PATRONI =
      new WorkloadReference("StatefulSet", "shop", "patroni");

  private final List<AddressLoad> addresses = new ArrayList<>();
  private final List<IdentityLoad> identities = new ArrayList<>();
  private final List<Rollout> rollouts = new ArrayList<>();
  private final List<PodAddress> pods = new ArrayList<>();
  private final List<AddressLoad> connected = new ArrayList<>();

  NoiseTest() {
    workload(AGENT, 24_000, 24_000);
    addresses.add(new AddressLoad("10.89.0.7", 75));
    addresses.add(new AddressLoad("10.89.0.8", 71));
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
      addresses.add(new AddressLoad(address, count));
      pods.add(new PodAddress(address, "w1", workload));
    }
  }

  private void queued(WorkloadReference workload, long requests) {
    String user = "system:serviceaccount:" + workload.namespace() + ":" + workload.name();
    identities.add(new IdentityLoad(user, "list", "pods", requests));
  }

  private void connected(WorkloadReference workload, long each) {
    pods.stream()
        .filter(pod -> pod.workload().equals(workload))
        .forEach(pod -> connected.add(new AddressLoad(pod.address(), each)));
  }

  private List<String> loud(WorkloadReference... accused) {
    CulpritEvidence evidence = new CulpritEvidence(ONSET, 3, addresses, identities, rollouts, pods);
    CulpritEvidence before = connected.isEmpty() ? evidence : evidence.withAddresses(connected);
    return Noise.beside(evidence, before, List.of(accused), Set.of("shielded")).stream()
        .map(l -> l.workload().name() + " " + l.share())
        .toList();
  }

  @Test
  void fourTimesAsLoudAsWhoOnlyReconnectsIsLoud() {
    addresses.replaceAll(a -> new AddressLoad(a.address(), a.packets() < 100 ? 150 : 24_000));
    workload(REFRESHER, 660, 660, 660);

    assertThat(loud(AGENT)).containsExactly("refresher 4");
  }

  @Test
  void theLoudestOfTheQuietIsNotLoud() {
    workload(PATRONI, 80, 60, 75);

    assertThat(loud(AGENT)).isEmpty();
  }

  @Test
  void countsTheShareOfTheWholeLoad() {
    workload(REFRESHER, 750, 750, 750);

    assertThat(loud(AGENT)).containsExactly("refresher 4");
  }

  @Test
  void findsTheDrillsRefresherInTheQueues() {
    workload(REFRESHER, 80, 80, 80);
    workload(new WorkloadReference("Deployment", "kube-system", "coredns"), 15, 15);
    queued(AGENT, 120);
    queued(REFRESHER, 12);
    identities.add(new IdentityLoad("system:node:w1", "update", "leases", 3));

    assertThat(loud(AGENT)).containsExactly("refresher 5");
  }

  @Test
  void whereNobodyCountsAddressesWhoIsKnownByNameOnlyIsTheMeasure() {
    addresses.clear();
    pods.clear();
    workload(REFRESHER, 0, 0, 0);
    addresses.clear();
    queued(AGENT, 256);
    queued(REFRESHER, 22);
    assertThat(loud(AGENT)).as("nobody to compare it with").isEmpty();

    identities.add(new IdentityLoad("system:kube-controller-manager", "update", "leases", 1));
    identities.add(new IdentityLoad("system:serviceaccount:probe:ordinary", "get", "pods", 9));
    assertThat(loud(AGENT)).as("a pod of it 7, the others 9 and 1").isEmpty();

    identities.add(new IdentityLoad("system:node:w1", "update", "leases", 1));
    assertThat(loud(AGENT)).containsExactly("refresher 8");
  }

  @Test
  void aLongWaitAtTheFenceMakesNobodyQuiet() {
    addresses.clear();
    pods.clear();
    workload(AGENT, 480_000, 480_000);
    addresses.add(new AddressLoad("10.89.0.7", 750));
    addresses.add(new AddressLoad("10.89.0.8", 710));
    workload(REFRESHER, 7_500, 7_500, 7_500);
    assertThat(loud(AGENT)).containsExactly("refresher 2");

    connected(AGENT, 40);
    connected(REFRESHER, 4);

    assertThat(loud(AGENT)).containsExactly("refresher 13");
  }

  @Test
  void whoOnlyHasManyConnectionsIsNotLoud() {
    workload(REFRESHER, 80, 80, 80);
    connected(AGENT, 40);
    connected(REFRESHER, 40);

    assertThat(loud(AGENT)).isEmpty();
  }

  @Test
  void manyOrdinaryPodsAreNoLoudWorkload() {
    long[] web = new long[300];
    Arrays.fill(web, 75);
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
    addresses.clear();
    pods.clear();
    rollouts.clear();
    workload(PATRONI, 80, 90);
    workload(REFRESHER, 70, 75, 60);

    assertThat(loud(new WorkloadReference("DaemonSet", "telemetry", "mistyped"))).isEmpty();
  }

  @Test
  void neverNamesWhatIsShielded() {
    workload(new WorkloadReference("Deployment", "shielded", "loud"), 9_000);
    workload(new WorkloadReference("Deployment", "kube-system", "loud"), 9_000);

    assertThat(loud(AGENT)).isEmpty();
  }
}
