package dev.halligan.driver.hosted.fence;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Fence;
import dev.halligan.control.GuardedClient;
import dev.halligan.driver.hosted.fence.FenceAnnotation.Stage;
import dev.halligan.driver.hosted.fence.FenceProbes.ProbePhase;
import dev.halligan.driver.hosted.pods.ApiServerPod;
import dev.halligan.driver.hosted.pods.ApiServerPods;
import dev.halligan.driver.hosted.pods.ReaperJob;
import dev.halligan.net.TcpCheck;
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
 * The fence as a NetworkPolicy on the API-server pods. A policy blocks new connections only, so the
 * pods are replaced one by one behind it; see {@link PolicyFenceRollout}. All its state is in the
 * policy, so that the next leader continues after a crash. A NetworkPolicy counts nothing, so it
 * reports neither rejected nor connected clients. The reaper removes it when it expires.
 */
public final class PolicyFence implements Fence {
  private static final String US = "halligan";
  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withFieldManager(US).build();

  private final GuardedClient management;
  private final FencePolicy policy;
  private final ApiServerPods pods;
  private final PolicyFencePreflight prospect;
  private final FenceProbes fenceProbes;
  private final ReaperJob reaper;
  private final Config wiring;
  private final PolicyFenceRollout ascent;
  private final Clock clock;
  private volatile List<String> shutWays = List.of();

  /**
   * What a fence needs to know about its cluster.
   *
   * @param namespace of the API-server pods
   * @param selector labels that exactly these pods have
   * @param port that they listen on
   * @param endpoints at which administrators reach the API server
   * @param operatorNamespace where the operator's own pods are
   */
  public record Config(
      String cluster,
      String namespace,
      Map<String, String> selector,
      int port,
      List<InetSocketAddress> endpoints,
      String operatorNamespace) {}

  /** {@code management}: the lane into the cluster where the pods run. */
  public PolicyFence(
      GuardedClient management,
      Config wiring,
      ApiServerPods pods,
      PolicyFencePreflight prospect,
      FenceProbes fenceProbes,
      ReaperJob reaper,
      Clock clock) {
    this.management = management;
    this.wiring = wiring;
    this.policy =
        new FencePolicy(
            wiring.cluster(), wiring.namespace(), wiring.selector(), wiring.operatorNamespace());
    this.pods = pods;
    this.prospect = prospect;
    this.fenceProbes = fenceProbes;
    this.reaper = reaper;
    this.clock = clock;
    this.ascent = new PolicyFenceRollout(pods, fenceProbes, wiring.port(), clock);
  }

  /** The name of the policy of a cluster's fence. */
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
      reaper.ensure();
      fenceProbes.post(ProbePhase.BEFORE, ascent.targets(present));
      var eager = prospect.enforcement() == PolicyFencePreflight.Enforcement.PROVEN;
      var note =
          FenceAnnotation.raised(clock.instant(), uids(present), eager, admission.adminCidrs());
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
          "no API-server pod exists in namespace " + wiring.namespace() + "; no fence was raised",
          "check whether its workload is scaled to zero, or correct spec.controlPlane.hosted");
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
    reaper.ensure();
    change(standing, note(standing), ttl);
  }

  /** A NetworkPolicy has no rate limit; a share is a share of the ranges, see CidrSampler. */
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
  public List<Client> rejectedClients(int top) {
    return List.of();
  }

  @Override
  public List<Client> connectedClients(int top) {
    return List.of();
  }

  @Override
  public void lift() {
    management.write("lift the fence " + policy.name(), c -> resource(c).delete());
    fenceProbes.withdraw();
    reaper.dismiss();
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
      fenceProbes.withdraw();
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
   * Connects to every endpoint and waits for its server to answer TLS, because a Service or a load
   * balancer accepts connections by itself. One answer is enough; the others are reported.
   */
  @Override
  public void verifyAdminPasses() {
    var shut = wiring.endpoints().stream().filter(e -> !TcpCheck.greets(e)).toList();
    if (!shut.isEmpty() && shut.size() == wiring.endpoints().size()) {
      throw new ControlFailure(
          Reason.CALLER_NOT_ADMITTED,
          "no endpoint answers through the fence, although the API-server pods are ready",
          "add the address from which the operator reaches them to spec.admins.cidrs, but never a load"
              + " balancer that hides client addresses");
    }
    shutWays =
        shut.stream()
            .map(e -> "nothing answers at " + e.getAddress().getHostAddress() + ":" + e.getPort())
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

  private static FenceAnnotation note(NetworkPolicy standing) {
    return FencePolicy.note(standing)
        .orElseThrow(
            () ->
                new ControlFailure(
                    Reason.CONFLICT,
                    "NetworkPolicy %s was changed by another writer and was not touched"
                        .formatted(standing.getMetadata().getName()),
                    "to have the fence raised again: `kubectl delete networkpolicy -n %s %s`"
                        .formatted(
                            standing.getMetadata().getNamespace(),
                            standing.getMetadata().getName())));
  }

  private void raise(FenceAnnotation note, Duration ttl) {
    management.write(
        "raise the fence " + policy.name(),
        c ->
            c.resource(policy.render(note, clock.instant().plus(ttl), management.epoch(), null))
                .fieldManager(US)
                .forceConflicts()
                .serverSideApply());
  }

  /**
   * Fails if the policy is of a later term or was changed meanwhile. A patch, because an apply
   * would recreate a policy that the reaper has just deleted.
   */
  private void change(NetworkPolicy standing, FenceAnnotation note, Duration ttl) {
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
          "the fence belongs to a newer leader, so this replica did not change it",
          "nothing to do: that leader continues");
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
