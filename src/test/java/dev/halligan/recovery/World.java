package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Route;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Hands;
import dev.halligan.control.Surroundings;
import dev.halligan.control.capacity.ApiServerCapacity;
import dev.halligan.control.evidence.EvidenceSource;
import dev.halligan.control.fence.Fence;
import dev.halligan.control.jail.Jail;
import dev.halligan.control.lifecycle.NodeLifecycle;
import dev.halligan.control.traffic.Traffic;
import dev.halligan.control.workloads.Workloads;
import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import dev.halligan.diagnosis.CulpritEvidence.IdentityLoad;
import dev.halligan.diagnosis.CulpritEvidence.PodAddress;
import dev.halligan.diagnosis.CulpritEvidence.Rollout;
import dev.halligan.diagnosis.LaneHealth;
import dev.halligan.diagnosis.NodeEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A drowning cluster in memory, with a clock that only the test moves. Every act is noted in order.
 */
final class World
    implements Fence,
        ApiServerCapacity,
        NodeLifecycle,
        Workloads,
        Traffic,
        EvidenceSource,
        Jail,
        Surroundings,
        EvidenceBook,
        Safekeeping,
        Journal {
  static final WorkloadReference AGENT = new WorkloadReference("DaemonSet", "telemetry", "agent");
  static final WorkloadReference CHATTY = new WorkloadReference("Deployment", "tools", "chatty");
  static final WorkloadReference DATABASE = new WorkloadReference("StatefulSet", "shop", "patroni");
  static final Kubectl KUBECTL = new Kubectl("halligan", "eu-1-x");
  static final Instant ONSET = Instant.parse("2024-12-11T15:12:00Z");

  final List<String> acts = new ArrayList<>();
  final Map<String, String> kept = new HashMap<>();
  final Map<String, Integer> shares = new HashMap<>();
  final Map<String, Integer> paces = new HashMap<>();
  final Map<WorkloadReference, Integer> replicas = new HashMap<>(Map.of(CHATTY, 3));
  final Map<String, Integer> weights = new HashMap<>(Map.of("0/sick", 100, "0/well", 0));
  final Set<WorkloadReference> exists = new HashSet<>(Set.of(AGENT, CHATTY));
  Instant now = ONSET.plusSeconds(12);
  RecoveryRequestStatus status;
  boolean fenced;
  boolean frozen;

  /** Whether the controller-manager is; only a thaw of the same method starts it again. */
  boolean stopped;

  boolean adminPasses = true;
  boolean processAlive = true;

  /** The process runs and answers nobody before it is restarted. */
  boolean hangs;

  /** False: nobody has asked the lanes yet, as after a change of leaders. */
  boolean lanesSeen = true;

  boolean kernelRefuses;
  boolean hostReachable = true;
  boolean pathCut;
  int pods = 2;
  List<String> admins = List.of("10.0.0.0/24");
  List<String> pauses = List.of();
  WorkloadReference stubborn;

  /** Of whatever bears the agent's name. */
  String uid = "first";

  /** Who knocks at the fence between two looks at it; .1.3 is chatty. */
  List<Talker> knocking =
      List.of(
          new Talker("10.244.1.2", 9000),
          new Talker("10.244.2.2", 9000),
          new Talker("10.244.1.3", 900));

  private long looks;

  /** Who was connected before the fence. */
  List<AddressLoad> connected = List.of();

  /** Whether the queues could be read before the fence. */
  boolean queuesRead = true;

  /** Whether the API server tells of its workloads. */
  boolean evidenceReadable = true;

  /** Workloads without an object and without pods. */
  final Set<WorkloadReference> absent = new HashSet<>();

  /** When the agent was rolled out. */
  Instant agentChangedAt = ONSET.minusSeconds(30);

  /** Until then the API server refuses to scale anything. */
  Instant scalesFrom = Instant.MIN;

  int refusedScales;

  /** How long a refusal to scale or shrink takes. */
  Duration hangingFor = Duration.ZERO;

  /** What the hosts have said of themselves. */
  Supplier<List<NodeEvidence>> said = List::of;

  /** Whether keeping and fetching fail in a way that nobody foresaw. */
  boolean safekeepingBroken;

  /** Until then a host restarts with its earlier limits while others wait. */
  Instant shrunkFrom = Instant.MIN;

  /** The control plane's. */
  List<String> hosts = List.of("10.89.0.6");

  /** Whether the fence stays up when it is lifted. */
  boolean fenceStuck;

  /** Until then no probe has come back to the operator that leads. */
  Instant seenFrom = Instant.MIN;

  int processors = 16;
  Size present = new Size(600, 1L << 30);
  Growth growth = Growth.NONE;
  Growth growsTo = Growth.LIVE;

  /** How often the fence is asked before it is up. */
  /** When the page of evidence was taken. */
  Instant pageAt = ONSET;

  int asksUntilUp;

  /** How long a fence already stands when isolate answers. */
  Duration upFor = Duration.ZERO;

  /** Whether the network keeps anybody out. */
  boolean enforced = true;

  /** Whether somebody took rules out of the fence; they are back when it is made anew. */
  boolean tampered;

  /** Which of the hosts are. */
  List<String> deaf = List.of();

  List<String> gone = List.of();

  /** Clients come by a relay that the fence trusts. */
  boolean relayed;

  /** Where we come from since our address changed, as the hosts see it; null: as it always was. */
  String movedTo;

  /** Whether there is a fence to raise, a size to change and a lifecycle to freeze. */
  boolean managed;

  /** Whether the fence sees who knocks. */
  boolean counts = true;

  List<String> confined = List.of();

  /** Whether the pods of the agent outlive it. */
  boolean podsStay;

  /** Acts and journal writes until the operator is killed; negative: never. */
  int lifetime = -1;

  /** The act on which the operator dies, once it is done. */
  String diesOn;

  /** The operator dies here. */
  static final class Killed extends Error {}

  Situation situation(RecoveryRequestSpec request, Consent consent) {
    Hands hands = new Hands(this, this, this, this, this, this, this, this);
    return new Situation(
        request, cluster(), consent, hands, this::seen, this, this, new VirtualClock(this));
  }

  private ProtectedClusterSpec cluster() {
    return new ProtectedClusterSpec(
        null,
        null,
        new ProtectedClusterSpec.ControlPlane(
            new ProtectedClusterSpec.Nodes(hosts, null), null, null),
        new ProtectedClusterSpec.Admins(admins),
        List.of(
            new ProtectedClusterSpec.ClientCohort("nodes", List.of("10.89.0.0/24")),
            new ProtectedClusterSpec.ClientCohort("pods", List.of("10.244.0.0/16"))),
        null,
        null,
        pauses,
        null,
        null);
  }

  static RecoveryRequestSpec request(boolean dryRun, boolean abort) {
    return new RecoveryRequestSpec(
        new ObjectReference("eu-1"), null, "it is down", dryRun, null, abort, null);
  }

  private LaneHealth seen(Instant from) {
    return now.isBefore(seenFrom) ? LaneHealth.of(List.of()) : lanes(from);
  }

  private LaneHealth lanes(Instant from) {
    boolean storm = (!fenced || relayed) && pods > 0;
    Duration p99 = storm ? Duration.ofSeconds(3) : Duration.ofMillis(90);
    boolean answers =
        lanesSeen
            && !pathCut
            && !isTurnedAway()
            && !hangs
            && (processAlive || growth == Growth.LIVE);
    int samples = !lanesSeen || from.isAfter(now) ? 0 : 4;
    return new LaneHealth(
        answers, p99, p99, storm || !answers ? 0 : 100, samples, samples > 0 && !answers);
  }

  private void act(String what) {
    if (!hostReachable) {
      throw new ControlFailure(
          Reason.HOST_UNREACHABLE, "host 10.89.0.6 does not answer", "Check the host");
    }
    acts.add(what);
    if (what.equals(diesOn)) {
      diesOn = null;
      throw new Killed();
    }
    live();
  }

  private void demandNodes() {
    if (managed) {
      throw new ControlFailure(Reason.UNSUPPORTED, "a cloud runs it", "Nothing to do");
    }
  }

  private void live() {
    if (lifetime == 0) {
      throw new Killed();
    }
    lifetime--;
  }

  @Override
  public void write(RecoveryRequestStatus written) {
    status = written;
    live();
  }

  @Override
  public Fence.State isolate(Fence.Admission admission) {
    demandNodes();
    fenced = true;
    act("isolate");
    State now = state();
    return new State(
        now.up(),
        now.instances(),
        now.instancesUp(),
        now.expiresIn(),
        now.rejected(),
        now.pending(),
        upFor);
  }

  @Override
  public void verifyAdminPasses() {
    if (!adminPasses) {
      throw new ControlFailure(
          Reason.CALLER_NOT_ADMITTED,
          "an administrator would be locked out",
          "Add the address to admins");
    }
  }

  private boolean isTurnedAway() {
    return fenced && movedTo != null;
  }

  @Override
  public List<String> missing() {
    return Stream.concat(deaf.stream(), gone.stream()).toList();
  }

  @Override
  public List<String> absent() {
    return gone;
  }

  @Override
  public List<String> deaf() {
    return deaf;
  }

  @Override
  public Fence.Passage passage() {
    if (!isTurnedAway()) {
      return new Fence.Passage(Fence.Passage.Word.PASSES, List.of());
    }
    return processAlive
        ? new Fence.Passage(Fence.Passage.Word.TURNED_AWAY, List.of(movedTo))
        : new Fence.Passage(Fence.Passage.Word.UNKNOWN, List.of());
  }

  @Override
  public void replaceAdmins(Fence.Admission admission) {
    movedTo = admission.adminCidrs().contains(movedTo + "/32") ? null : movedTo;
    tampered = false;
    adminPasses = admission.adminCidrs().contains("10.0.0.0/24");
    act("admins " + String.join(",", admission.adminCidrs()));
  }

  @Override
  public void renew(Duration ttl) {
    if (!fenced) {
      throw new ControlFailure(Reason.NO_FENCE, "the fence has expired", "Raise it again");
    }
    act("renew");
  }

  @Override
  public void admit(Fence.CohortShare cohort) {
    shares.put(cohort.name(), cohort.share());
    paces.put(cohort.name(), cohort.connectionsPerSecond());
    act("admit " + cohort.name() + " " + cohort.share());
    settle();
  }

  /** Kubelets that are back hear of what was deleted. */
  private void settle() {
    boolean nodesBack = !fenced || shares.getOrDefault("nodes", 0) == 100;
    if (nodesBack && !podsStay && !exists.contains(AGENT)) {
      pods = 0;
    }
  }

  @Override
  public boolean counts() {
    return counts;
  }

  @Override
  public List<Talker> talkers(int top) {
    looks++;
    return fenced && counts
        ? knocking.stream().map(t -> new Talker(t.address(), t.packets() * looks)).toList()
        : List.of();
  }

  @Override
  public List<Talker> connections(int top) {
    return List.of();
  }

  @Override
  public void lift() {
    fenced = fenced && fenceStuck;
    act("lift");
  }

  @Override
  public Fence.State state() {
    if (fenced && (tampered || !enforced)) {
      throw new ControlFailure(
          Reason.NOT_ENFORCED, "a fenced address still gets in", "Install a policy engine");
    }
    if (fenced && asksUntilUp > 0) {
      asksUntilUp--;
      Duration ttl = Duration.ofSeconds(120);
      return new Fence.State(
          false, 2, 0, ttl, 0, "2 API-server pods are recycled one by one", Duration.ZERO);
    }
    long rejected = fenced && !relayed ? 900 : 0;
    return new Fence.State(fenced, 1, fenced ? 1 : 0, Duration.ofSeconds(120), rejected);
  }

  @Override
  public Size size() {
    demandNodes();
    return new Size(600, 1L << 30);
  }

  @Override
  public Size present() {
    return present;
  }

  @Override
  public boolean runs() {
    return processAlive;
  }

  @Override
  public void grow(Size to, Manner manner, Duration liveWithin) {
    if (kernelRefuses && manner == Manner.IN_PLACE) {
      throw new ControlFailure(Reason.UNSUPPORTED, "the kernel refused", "Grow it by restart");
    }
    hangs &= manner == Manner.IN_PLACE;
    growth = growsTo;
    present = new Size(Math.min(to.cpuMillis(), processors * 1000), to.memoryBytes());
    act("grow " + to.cpuMillis() + " " + manner);
  }

  @Override
  public Growth growth() {
    return growth;
  }

  @Override
  public boolean shrink() {
    if (now.isBefore(shrunkFrom)) {
      now = now.plus(hangingFor);
      throw new ControlFailure(Reason.CONFLICT, "a host restarts; others wait", "Ask again");
    }
    growth = Growth.NONE;
    act("shrink");
    return true;
  }

  @Override
  public Method choose(boolean adminLaneOpen) {
    demandNodes();
    return adminLaneOpen ? Method.RENEW_LEASES : Method.STOP_CONTROLLER_MANAGER;
  }

  @Override
  public void freeze(Method method, Duration ttl) {
    frozen = true;
    stopped |= method == Method.STOP_CONTROLLER_MANAGER;
    act("freeze " + method);
  }

  @Override
  public void thaw(Method method) {
    stopped &= method != Method.STOP_CONTROLLER_MANAGER;
    frozen = stopped;
    act("thaw " + method);
  }

  @Override
  public Freshness freshness() {
    return new Freshness(3, 3);
  }

  @Override
  public Optional<Integer> replicas(WorkloadReference workload) {
    return Optional.ofNullable(replicas.get(workload));
  }

  @Override
  public boolean scale(WorkloadReference workload, int expected, int to) {
    if (now.isBefore(scalesFrom)) {
      refusedScales++;
      now = now.plus(hangingFor);
      throw new ControlFailure(Reason.TIMED_OUT, "the API server does not answer", "Wait");
    }
    if (workload.equals(stubborn) && to == 0) {
      throw new ControlFailure(Reason.API_CLOSED, "403 by an admission webhook", "Mend it");
    }
    boolean ours = replicas.get(workload) == expected;
    if (ours) {
      replicas.put(workload, to);
      act((to == 0 ? "scale " : "restore ") + workload.name() + " " + to);
    }
    return ours || replicas.get(workload) == to;
  }

  @Override
  public Optional<String> export(WorkloadReference workload) {
    return exists.contains(workload) ? Optional.of("{\"name\":\"agent\"}") : Optional.empty();
  }

  @Override
  public Optional<String> uid(WorkloadReference workload) {
    return exists.contains(workload) ? Optional.of(uid) : Optional.empty();
  }

  @Override
  public Removal remove(WorkloadReference workload, String which) {
    if (exists.contains(workload) && !which.equals(uid)) {
      return Removal.ANOTHER;
    }
    boolean there = exists.remove(workload);
    if (there) {
      act("remove " + workload.name());
    }
    settle();
    return there ? Removal.DELETED : Removal.GONE;
  }

  @Override
  public int podsLeft(WorkloadReference workload) {
    return absent.contains(workload) ? 0 : pods;
  }

  @Override
  public void deletePods(WorkloadReference workload) {
    if (!exists.contains(AGENT) && !acts.contains("remove agent")) {
      act("delete pods of " + workload.name());
    }
    settle();
  }

  @Override
  public boolean recreate(String exported) {
    act("recreate");
    return exists.add(AGENT);
  }

  @Override
  public Map<String, Integer> weights(Route route) {
    return Map.copyOf(weights);
  }

  @Override
  public void redirect(Route route) {
    weights.putAll(Map.of("0/sick", 0, "0/well", 100));
    act("redirect");
  }

  @Override
  public boolean restore(Route route, Map<String, Integer> before) {
    weights.putAll(before);
    act("route back");
    return true;
  }

  @Override
  public List<IdentityLoad> queuedRequests(Duration deadline) {
    return List.of();
  }

  @Override
  public List<Rollout> rollouts() {
    if (!evidenceReadable) {
      throw new ControlFailure(Reason.TIMED_OUT, "the workloads could not be listed", "Try again");
    }
    return List.of(
        new Rollout(AGENT, agentChangedAt, 2, 2, "agent"),
        new Rollout(CHATTY, ONSET.minus(Duration.ofDays(90)), 3, 2, "chatty"),
        new Rollout(DATABASE, ONSET.minus(Duration.ofDays(300)), 1, 1, "patroni"));
  }

  @Override
  public List<PodAddress> podsAt(List<String> addresses) {
    return List.of(
        new PodAddress("10.244.1.2", "w1", AGENT),
        new PodAddress("10.244.2.2", "w2", AGENT),
        new PodAddress("10.244.1.3", "w1", CHATTY),
        new PodAddress("10.244.2.9", "w2", DATABASE));
  }

  @Override
  public int nodeCount() {
    return 3;
  }

  @Override
  public void confine(List<String> users) {
    confined = users;
    act("confine " + String.join(",", users));
  }

  @Override
  public void release() {
    confined = List.of();
    act("release");
  }

  @Override
  public boolean confines() {
    return !confined.isEmpty();
  }

  @Override
  public List<Surroundings.Report> look() {
    return List.of();
  }

  @Override
  public Approach approach() {
    return new Approach("host", "SshUnreachable", "%d hosts%s", null);
  }

  @Override
  public Optional<EvidenceBook.Page> newest() {
    return Optional.of(
        new EvidenceBook.Page(
            pageAt,
            queuesRead
                ? List.of(
                    new IdentityLoad("system:serviceaccount:telemetry:agent", "list", "pods", 190),
                    new IdentityLoad("system:serviceaccount:tools:chatty", "list", "pods", 20),
                    new IdentityLoad("system:serviceaccount:shop:patroni", "get", "endpoints", 1))
                : List.of(),
            connected));
  }

  @Override
  public List<NodeEvidence> hosts() {
    return said.get();
  }

  @Override
  public void take() {}

  private void safekeepingWorks() {
    if (safekeepingBroken) {
      throw new IllegalStateException("what no hand maps to a failure");
    }
  }

  @Override
  public void keep(String key, String content) {
    safekeepingWorks();
    kept.put(key, content);
  }

  @Override
  public Optional<String> fetch(String key) {
    safekeepingWorks();
    return Optional.ofNullable(kept.get(key));
  }
}
