package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.control.ApiServerCapacity.Growth;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.ControlPlaneDriver;
import dev.halligan.control.Fence.Client;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.recovery.record.Journal;
import dev.halligan.recovery.record.Kubectl;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.recovery.step.PassContext;
import dev.halligan.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A drowning cluster in memory, with a clock that only the test moves. Every act is noted in order.
 */
public final class FakeCluster implements Journal {
  public static final WorkloadReference AGENT =
      new WorkloadReference("DaemonSet", "telemetry", "agent");
  public static final WorkloadReference CHATTY =
      new WorkloadReference("Deployment", "tools", "chatty");
  public static final WorkloadReference DATABASE =
      new WorkloadReference("StatefulSet", "shop", "patroni");
  public static final Kubectl KUBECTL = new Kubectl("halligan", "eu-1-x");
  public static final Instant ONSET = Instant.parse("2024-12-11T15:12:00Z");

  public final List<String> acts = new ArrayList<>();
  public final Map<String, String> kept = new HashMap<>();
  public final Map<String, Integer> shares = new HashMap<>();
  public final Map<String, Integer> paces = new HashMap<>();
  public final Map<WorkloadReference, Integer> replicas = new HashMap<>(Map.of(CHATTY, 3));
  public final Map<String, Integer> weights = new HashMap<>(Map.of("0/sick", 100, "0/well", 0));
  public final Set<WorkloadReference> exists = new HashSet<>(Set.of(AGENT, CHATTY));
  public final ManualClock clock = new ManualClock(ONSET.plusSeconds(12));
  public RecoveryRequestStatus status;
  public boolean fenced;
  public boolean frozen;

  /** Whether the controller-manager is; only a thaw of the same method starts it again. */
  public boolean stopped;

  public boolean adminPasses = true;
  public boolean processAlive = true;

  /** The process runs and answers nobody before it is restarted. */
  public boolean hangs;

  /** False: nobody has asked the lanes yet, as after a change of leaders. */
  public boolean lanesSeen = true;

  public boolean kernelRefuses;
  public boolean hostReachable = true;
  public boolean pathCut;
  public int pods = 2;
  public List<String> admins = List.of("10.0.0.0/24");
  public List<String> pauses = List.of();
  public WorkloadReference stubborn;

  /** Of whatever bears the agent's name. */
  public String uid = "first";

  /** Who knocks at the fence between two looks at it; .1.3 is chatty. */
  public List<Client> knocking =
      List.of(
          new Client("10.244.1.2", 9000),
          new Client("10.244.2.2", 9000),
          new Client("10.244.1.3", 900));

  long looks;

  /** Who was connected before the fence. */
  public List<AddressLoad> connected = List.of();

  /** Whether the queues could be read before the fence. */
  public boolean queuesRead = true;

  /** Whether the API server tells of its workloads. */
  public boolean evidenceReadable = true;

  /** Workloads without an object and without pods. */
  public final Set<WorkloadReference> absent = new HashSet<>();

  /** When the agent was rolled out. */
  public Instant agentChangedAt = ONSET.minusSeconds(30);

  /** Until then the API server refuses to scale anything. */
  public Instant scalesFrom = Instant.MIN;

  public int refusedScales;

  /** How long a refusal to scale or shrink takes. */
  public Duration hangingFor = Duration.ZERO;

  /** What the hosts have said of themselves. */
  public Supplier<List<NodeEvidence>> said = List::of;

  /** Whether keeping and fetching fail in a way that nobody foresaw. */
  public boolean undoStoreBroken;

  /** Until then a host restarts with its earlier limits while others wait. */
  public Instant shrunkFrom = Instant.MIN;

  /** The control plane's. */
  public List<String> hosts = List.of("10.89.0.6");

  /** Whether the fence stays up when it is lifted. */
  public boolean fenceStuck;

  /** Until then no probe has come back to the operator that leads. */
  public Instant seenFrom = Instant.MIN;

  public int processors = 16;
  public Size present = new Size(600, 1L << 30);
  public Growth growth = Growth.NONE;
  public Growth growsTo = Growth.LIVE;

  /** How often the fence is asked before it is up. */
  /** When the page of evidence was taken. */
  public Instant snapshotAt = ONSET;

  public int asksUntilUp;

  /** How long a fence already stands when isolate answers. */
  public Duration upFor = Duration.ZERO;

  /** Whether the network keeps anybody out. */
  public boolean enforced = true;

  /** Whether somebody took rules out of the fence; they are back when it is made anew. */
  public boolean tampered;

  /** Which of the hosts are. */
  public List<String> deaf = List.of();

  public List<String> gone = List.of();

  /** Clients come by a relay that the fence trusts. */
  public boolean relayed;

  /** Where we come from since our address changed, as the hosts see it; null: as it always was. */
  public String movedTo;

  /** Whether there is a fence to raise, a size to change and a lifecycle to freeze. */
  public boolean managed;

  /** Whether the fence sees who knocks. */
  public boolean counts = true;

  public List<String> confined = List.of();

  /** Whether the pods of the agent outlive it. */
  public boolean podsStay;

  /** Acts and journal writes until the operator is killed; negative: never. */
  public int lifetime = -1;

  /** The act on which the operator dies, once it is done. */
  public String diesOn;

  /** The operator dies here. */
  public static final class Killed extends Error {}

  public PassContext context(RecoveryRequestSpec request, RequestAnnotations annotations) {
    return new PassContext(
        request,
        cluster(),
        annotations,
        driver(),
        this::seen,
        new FakeEvidence(this),
        new FakeUndoStore(this),
        clock);
  }

  ControlPlaneDriver driver() {
    return new ControlPlaneDriver(
        fence(),
        new FakeCapacity(this),
        new FakeLifecycle(this),
        new FakeWorkloads(this),
        new FakeTraffic(this),
        new FakeEvidence(this),
        jail(),
        new FakeObserver(this));
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

  public static RecoveryRequestSpec request(boolean dryRun, boolean abort) {
    return new RecoveryRequestSpec(
        new ObjectReference("eu-1"), null, "it is down", dryRun, null, abort, null);
  }

  private LaneHealth seen(Instant from) {
    return clock.instant().isBefore(seenFrom) ? LaneHealth.of(List.of()) : lanes(from);
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
    int samples = !lanesSeen || from.isAfter(clock.instant()) ? 0 : 4;
    return new LaneHealth(
        answers, p99, p99, storm || !answers ? 0 : 100, samples, samples > 0 && !answers);
  }

  void act(String what) {
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

  void demandNodes() {
    if (managed) {
      throw new ControlFailure(Reason.UNSUPPORTED, "a cloud runs it", "Nothing to do");
    }
  }

  void live() {
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

  boolean isTurnedAway() {
    return fenced && movedTo != null;
  }

  /** Kubelets that are back hear of what was deleted. */
  void settle() {
    boolean nodesBack = !fenced || shares.getOrDefault("nodes", 0) == 100;
    if (nodesBack && !podsStay && !exists.contains(AGENT)) {
      pods = 0;
    }
  }

  FakeFence fence() {
    return new FakeFence(this);
  }

  FakeJail jail() {
    return new FakeJail(this);
  }
}
