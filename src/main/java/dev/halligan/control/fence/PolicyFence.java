package dev.halligan.control.fence;

import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.fence.FenceNote.Stage;
import dev.halligan.control.node.Dial;
import dev.halligan.control.pods.ApiServerPod;
import dev.halligan.control.pods.ApiServerPods;
import dev.halligan.control.pods.KeeperJob;
import dev.halligan.control.pods.Sentries;
import dev.halligan.control.pods.Sentries.Post;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fence as a NetworkPolicy on the API-server pods. A policy refuses new connections only, so
 * the pods are recycled one by one behind it, see {@link PolicyAscent}. Everything it knows stands
 * in the policy: whoever comes after a crash goes on. A NetworkPolicy counts nobody, so there are
 * neither talkers nor connections to be told. It expires by the keeper.
 */
public final class PolicyFence implements Fence {
  private static final String US = "halligan";
  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withFieldManager(US).build();

  private final AdminLane management;
  private final FencePolicy policy;
  private final ApiServerPods pods;
  private final PolicyProspect prospect;
  private final Sentries sentries;
  private final KeeperJob keeper;
  private final Wiring wiring;
  private final PolicyAscent ascent;
  private final Clock clock;
  private volatile List<String> shutWays = List.of();

  /**
   * What a fence has to know of the cluster it is for.
   *
   * @param namespace of the API-server pods
   * @param selector labels that exactly these carry
   * @param port on which they listen
   * @param endpoints where administrators reach the API server
   * @param operatorNamespace where the operator's own pods are
   */
  public record Wiring(
      String cluster,
      String namespace,
      Map<String, String> selector,
      int port,
      List<InetSocketAddress> endpoints,
      String operatorNamespace) {}

  /** {@code management}: the lane into the cluster where the pods run. */
  public PolicyFence(
      AdminLane management,
      Wiring wiring,
      ApiServerPods pods,
      PolicyProspect prospect,
      Sentries sentries,
      KeeperJob keeper,
      Clock clock) {
    this.management = management;
    this.wiring = wiring;
    this.policy =
        new FencePolicy(
            wiring.cluster(), wiring.namespace(), wiring.selector(), wiring.operatorNamespace());
    this.pods = pods;
    this.prospect = prospect;
    this.sentries = sentries;
    this.keeper = keeper;
    this.clock = clock;
    this.ascent = new PolicyAscent(pods, sentries, wiring.port(), clock);
  }

  /** What the policy of a cluster's fence is called. */
  public static String policyName(String cluster) {
    return FencePolicy.name(cluster);
  }

  @Override
  public State isolate(Admission admission) {
    var present = pods.list();
    demandProspect(present, admission.adminCidrs());
    var standing = read();
    if (standing.isPresent()) {
      var note = note(standing.get()).admitting(admission.adminCidrs());
      change(standing.get(), note, admission.ttl());
    } else {
      keeper.ensure();
      sentries.post(Post.BEFORE, ascent.targets(present));
      var eager = prospect.enforcement() == PolicyProspect.Enforcement.PROVEN;
      var note = FenceNote.raised(clock.instant(), uids(present), eager, admission.adminCidrs());
      raise(note, admission.ttl());
    }
    return state();
  }

  private static List<String> uids(List<ApiServerPod> present) {
    return present.stream().filter(p -> !p.leaving()).map(ApiServerPod::uid).toList();
  }

  private void demandProspect(List<ApiServerPod> present, List<String> admins) {
    if (present.isEmpty()) {
      throw new ControlFailure(
          Reason.NOT_FOUND,
          "there is no API-server pod in namespace " + wiring.namespace() + "; no fence was raised",
          "see whether its workload is scaled to zero, or correct spec.controlPlane.hosted");
    }
    prospect
        .objection(present, admins)
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  @Override
  public void replaceAdmins(Admission admission) {
    var standing = demand();
    change(standing, note(standing).admitting(admission.adminCidrs()), admission.ttl());
  }

  @Override
  public void renew(Duration ttl) {
    var standing = demand();
    keeper.ensure();
    change(standing, note(standing), ttl);
  }

  /** Pace is not to be had of a NetworkPolicy; a share is one of ranges, see CidrSlices. */
  @Override
  public void admit(CohortShare cohort) {
    var standing = demand();
    var left = Duration.between(clock.instant(), FencePolicy.expiresAt(standing));
    change(standing, note(standing).admitting(cohort), left);
  }

  @Override
  public boolean counts() {
    return false;
  }

  @Override
  public List<Talker> talkers(int top) {
    return List.of();
  }

  @Override
  public List<Talker> connections(int top) {
    return List.of();
  }

  @Override
  public void lift() {
    management.write("lift the fence " + policy.name(), c -> resource(c).delete());
    sentries.withdraw();
    keeper.dismiss();
  }

  @Override
  public State state() {
    var standing = read();
    if (standing.isEmpty()) {
      return new State(false, pods.list().size(), 0, Duration.ZERO, 0);
    }
    var left = Duration.between(clock.instant(), FencePolicy.expiresAt(standing.get()));
    var step = ascent.advance(note(standing.get()), FencePolicy.raisedAt(standing.get()));
    if (!step.note().equals(note(standing.get()))) {
      change(standing.get(), step.note(), left);
    }
    var up = step.note().stage() == Stage.PROVEN;
    if (up && !note(standing.get()).equals(step.note())) {
      sentries.withdraw();
    }
    return new State(
        up,
        step.note().instances(),
        up ? step.note().instances() : 0,
        left,
        0,
        step.pending(),
        Duration.ZERO);
  }

  /**
   * Dials every endpoint, and waits for its server to greet: a Service or a balancer opens a
   * connection by itself. One that greets is enough; the others are told of.
   */
  @Override
  public void verifyAdminPasses() {
    var shut = wiring.endpoints().stream().filter(e -> !Dial.greets(e)).toList();
    if (!shut.isEmpty() && shut.size() == wiring.endpoints().size()) {
      throw new ControlFailure(
          Reason.CALLER_NOT_ADMITTED,
          "no endpoint answers through the fence, though the API-server pods are ready",
          "add the address under which the operator reaches them to spec.admins.cidrs: behind a balancer it may be the balancer's");
    }
    shutWays =
        shut.stream()
            .map(e -> "nobody answers at " + e.getAddress().getHostAddress() + ":" + e.getPort())
            .toList();
  }

  @Override
  public List<String> shutWays() {
    return shutWays;
  }

  private NetworkPolicy demand() {
    return read()
        .orElseThrow(
            () ->
                new ControlFailure(
                    Reason.NO_FENCE,
                    "the fence " + policy.name() + " has expired",
                    "raise it again"));
  }

  private Optional<NetworkPolicy> read() {
    return Optional.ofNullable(
        management.read("read the fence " + policy.name(), c -> resource(c).get()));
  }

  private static FenceNote note(NetworkPolicy standing) {
    return FencePolicy.note(standing)
        .orElseThrow(
            () ->
                new ControlFailure(
                    Reason.CONFLICT,
                    "NetworkPolicy %s was changed by somebody else and left as it is"
                        .formatted(standing.getMetadata().getName()),
                    "delete it; the fence is raised again then"));
  }

  private void raise(FenceNote note, Duration ttl) {
    management.write(
        "raise the fence " + policy.name(),
        c ->
            c.resource(policy.render(note, clock.instant().plus(ttl), management.epoch(), null))
                .fieldManager(US)
                .forceConflicts()
                .serverSideApply());
  }

  /**
   * Refused when it is of a later term, or changed meanwhile. A patch, because an apply would make
   * anew what the keeper has just deleted.
   */
  private void change(NetworkPolicy standing, FenceNote note, Duration ttl) {
    var version = standing.getMetadata().getResourceVersion();
    management.write(
        "change the fence " + policy.name(),
        c -> {
          var epoch = management.epoch();
          demandTerm(standing, epoch);
          var changed = policy.render(note, clock.instant().plus(ttl), epoch, version);
          return resource(c).patch(MERGE, Serialization.asJson(changed));
        });
  }

  private static void demandTerm(NetworkPolicy standing, long epoch) {
    if (FencePolicy.epoch(standing) > epoch) {
      throw new ControlFailure(
          Reason.STALE_EPOCH,
          "the fence belongs to a later leader, so nothing was done to it",
          "nothing to do: that leader goes on");
    }
  }

  private Resource<NetworkPolicy> resource(KubernetesClient client) {
    return client
        .network()
        .v1()
        .networkPolicies()
        .inNamespace(wiring.namespace())
        .withName(policy.name());
  }
}
