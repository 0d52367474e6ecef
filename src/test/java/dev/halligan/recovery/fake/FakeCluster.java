package dev.halligan.recovery.fake;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonMerge;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.ControlPlaneDriver;
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
import java.util.List;
import java.util.Map;

/**
 * A drowning cluster in memory, with a clock that only the test moves. Every act is noted in order.
 * The settings are what a case's script changes, by these names.
 */
@JsonAutoDetect(
    fieldVisibility = Visibility.NONE,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE,
    setterVisibility = Visibility.NONE)
public final class FakeCluster implements Journal {
  public static final WorkloadReference AGENT =
      new WorkloadReference("DaemonSet", "telemetry", "agent");
  public static final WorkloadReference CHATTY =
      new WorkloadReference("Deployment", "tools", "chatty");
  public static final WorkloadReference DATABASE =
      new WorkloadReference("StatefulSet", "shop", "patroni");
  public static final Kubectl KUBECTL = new Kubectl("halligan", "eu-1-x");
  public static final Instant ONSET = Instant.parse("2024-12-11T15:12:00Z");

  @JsonProperty @JsonMerge public final ApiServerSetting apiServer = new ApiServerSetting();
  @JsonProperty @JsonMerge public final HostsSetting hosts = new HostsSetting();
  @JsonProperty @JsonMerge public final FenceSetting fence = new FenceSetting();
  @JsonProperty @JsonMerge public final ClientsSetting clients = new ClientsSetting();
  @JsonProperty @JsonMerge public final EvidenceSetting evidence = new EvidenceSetting();
  @JsonProperty @JsonMerge public final WorkloadsSetting workloads = new WorkloadsSetting();
  @JsonProperty @JsonMerge public final OperatorSetting operator = new OperatorSetting();
  @JsonProperty @JsonMerge public final LanesSetting lanes = new LanesSetting();

  /** Whether a cloud runs it: there is no fence to raise, no size, no lifecycle to freeze. */
  @JsonProperty public boolean managed;

  public final ManualClock clock = new ManualClock(ONSET.plusSeconds(12));
  public final List<String> acts = new ArrayList<>();
  public final Map<String, String> kept = new HashMap<>();
  public final Map<String, Integer> shares = new HashMap<>();
  public final Map<String, Integer> weights = new HashMap<>(Map.of("0/sick", 100, "0/well", 0));
  public RecoveryRequestStatus status;
  public boolean frozen;

  /** Whether the controller-manager is; only a thaw of the same method starts it again. */
  public boolean stopped;

  public List<String> admins = List.of("10.0.0.0/24");
  public List<String> pauses = List.of();
  public List<String> confined = List.of();

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

  public ControlPlaneDriver driver() {
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

  public FakeFence fence() {
    return new FakeFence(this);
  }

  public FakeJail jail() {
    return new FakeJail(this);
  }

  private ProtectedClusterSpec cluster() {
    return new ProtectedClusterSpec(
        null,
        null,
        new ProtectedClusterSpec.ControlPlane(
            new ProtectedClusterSpec.Nodes(hosts.names, null), null, null),
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
    Instant now = clock.instant();
    if (now.isBefore(operator.seesFrom)) {
      return LaneHealth.of(List.of());
    }
    return lanes.probed ? lanes.health(from, now) : stormy(from);
  }

  private LaneHealth stormy(Instant from) {
    boolean storm = (!fence.up || fence.relayed) && workloads.pods > 0;
    Duration p99 = storm ? Duration.ofSeconds(3) : Duration.ofMillis(90);
    boolean answers = operator.asksLanes && !isTurnedAway() && apiServer.answers();
    int samples = !operator.asksLanes || from.isAfter(clock.instant()) ? 0 : 4;
    return new LaneHealth(
        answers, p99, p99, storm || !answers ? 0 : 100, samples, samples > 0 && !answers);
  }

  /** What cannot be reached is not changed. */
  void reach() {
    if (!hosts.reachable) {
      throw new ControlFailure(
          Reason.HOST_UNREACHABLE, "host 10.89.0.6 does not answer", "Check the host");
    }
  }

  /** Notes what was done. */
  void act(String what) {
    acts.add(what);
    if (what.equals(operator.diesOn)) {
      operator.diesOn = null;
      throw new Killed();
    }
    live();
  }

  void demandNodes() {
    if (managed) {
      throw new ControlFailure(Reason.UNSUPPORTED, "a cloud runs it", "Nothing to do");
    }
  }

  private void live() {
    if (operator.lifetime == 0) {
      throw new Killed();
    }
    operator.lifetime--;
  }

  @Override
  public void write(RecoveryRequestStatus written) {
    status = written;
    live();
  }

  boolean isTurnedAway() {
    return fence.up && operator.movedTo != null;
  }

  /** Kubelets that are back hear of what was deleted. */
  void settle() {
    boolean nodesBack = !fence.up || shares.getOrDefault("nodes", 0) == 100;
    if (nodesBack && !workloads.podsStay && !workloads.exist.contains(AGENT)) {
      workloads.pods = 0;
    }
  }
}
