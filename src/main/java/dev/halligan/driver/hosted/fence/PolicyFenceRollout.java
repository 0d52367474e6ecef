package dev.halligan.driver.hosted.fence;

import dev.halligan.driver.hosted.fence.FenceAnnotation.Stage;
import dev.halligan.driver.hosted.fence.FenceProbes.ProbePhase;
import dev.halligan.driver.hosted.pods.ApiServerPod;
import dev.halligan.driver.hosted.pods.ApiServerPods;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The way from a policy to a fence, one step per pass: a fence probe opens connections, is blocked
 * and reports that, the pods are replaced one by one, and a second fence probe is rejected by the
 * new ones.
 */
final class PolicyFenceRollout {
  /** An overloaded server may not accept the probe's connection; the rest is proof enough. */
  private static final Duration TAKES_POST = Duration.ofSeconds(10);

  /** A policy takes effect after a second or two; a fence probe needs some to start. */
  private static final Duration IN_FORCE = Duration.ofSeconds(25);

  private static final Duration PROVES = Duration.ofSeconds(30);

  private static final String MAKES_SURE =
      "all API-server pods are replaced; a fence probe is checking that the fence holds";

  /** The result of a pass; {@code pending} is null once the fence is up. */
  record Pass(FenceAnnotation note, String pending) {}

  private final ApiServerPods pods;
  private final FenceProbes fenceProbes;
  private final EnforcementProof proof;
  private final int port;
  private final Clock clock;

  PolicyFenceRollout(ApiServerPods pods, FenceProbes fenceProbes, int port, Clock clock) {
    this.pods = pods;
    this.fenceProbes = fenceProbes;
    this.proof = new EnforcementProof(fenceProbes);
    this.port = port;
    this.clock = clock;
  }

  Pass advance(FenceAnnotation note, Instant raisedAt) {
    return switch (note.stage()) {
      case POSTED -> posted(note, raisedAt);
      case SHUT -> shut(note, raisedAt);
      case PROVING -> proving(note, raisedAt);
      case PROVEN -> new Pass(note, null);
    };
  }

  private static RollingReplacement next(
      List<ApiServerPod> present, FenceAnnotation note, Instant raisedAt) {
    return RollingReplacement.next(present, Set.copyOf(note.before()), raisedAt);
  }

  List<String> targets(List<ApiServerPod> present) {
    return present.stream()
        .filter(p -> p.address() != null && !p.leaving())
        .map(this::target)
        .toList();
  }

  private String target(ApiServerPod pod) {
    return FenceProbePods.target(pod.address(), port);
  }

  /**
   * Where the network is known to enforce fences, the first of several pods is replaced
   * immediately: its replacement serves administrators while the fence probe connects to the
   * others.
   */
  private Pass posted(FenceAnnotation note, Instant raisedAt) {
    var present = pods.list();
    var old = old(present, note, raisedAt);
    if (note.eager()
        && old.size() > 1
        && old.size() == present.size()
        && next(present, note, raisedAt) instanceof RollingReplacement.Delete first) {
      pods.recycle(first.pod());
      return new Pass(note, first.message());
    }
    var ready = proof.holdsAll(targets(old)) || note.isLonger(TAKES_POST, clock.instant());
    return ready
        ? new Pass(note.at(Stage.SHUT, clock.instant()), "the fence now blocks the fence probe too")
        : new Pass(note, "the fence blocks everyone except a fence probe, which is connecting");
  }

  private Pass shut(FenceAnnotation note, Instant raisedAt) {
    proof.demandOutsider(note.admins());
    var present = pods.list();
    return switch (next(present, note, raisedAt)) {
      case RollingReplacement.Wait wait when !areReplaced(present, note, raisedAt) ->
          new Pass(note, wait.message());
      case RollingReplacement.Delete(var pod, var words) -> recycle(note, pod, words);
      case RollingReplacement other -> {
        postAnew();
        yield new Pass(note.at(Stage.PROVING, clock.instant()), other.message());
      }
    };
  }

  /** The second probe takes seconds to start: by then the last replacement may be ready. */
  private boolean areReplaced(List<ApiServerPod> present, FenceAnnotation note, Instant raisedAt) {
    return old(present, note, raisedAt).isEmpty() && targets(present).size() >= note.instances();
  }

  private static List<ApiServerPod> old(
      List<ApiServerPod> present, FenceAnnotation note, Instant raisedAt) {
    return present.stream()
        .filter(
            p -> !p.leaving() && RollingReplacement.isOld(p, Set.copyOf(note.before()), raisedAt))
        .toList();
  }

  /** Only once the policy is seen to hold, so that no pod is replaced in vain. */
  private Pass recycle(FenceAnnotation note, ApiServerPod pod, String words) {
    if (pod.address() == null || proof.isShut(target(pod))) {
      pods.recycle(pod);
      return new Pass(note, words);
    }
    if (note.isLonger(IN_FORCE, clock.instant())) {
      throw proof.notShut(target(pod));
    }
    return new Pass(note, "waiting until " + pod.name() + " rejects the fence probe");
  }

  private void postAnew() {
    fenceProbes.post(ProbePhase.AFTER, targets(pods.list()));
  }

  private Pass proving(FenceAnnotation note, Instant raisedAt) {
    var present = pods.list();
    var recycling = next(present, note, raisedAt);
    if (!(recycling instanceof RollingReplacement.Complete)) {
      return new Pass(
          note.readyAt() == null ? note : note.readyAt(null, clock.instant()), recycling.message());
    }
    if (note.readyAt() == null) {
      return new Pass(note.readyAt(proof.tries(), clock.instant()), MAKES_SURE);
    }
    var word = proof.after(Set.copyOf(targets(present)), note.readyAt());
    if (word == EnforcementProof.Word.SHUT && proof.oldOnesAreDead()) {
      return new Pass(note.at(Stage.PROVEN, clock.instant()), null);
    }
    if (note.isLonger(PROVES, clock.instant())) {
      throw proof.notProven(word);
    }
    if (word == EnforcementProof.Word.OF_OTHERS) {
      postAnew();
      return new Pass(note.readyAt(0, Instant.parse(note.since())), MAKES_SURE);
    }
    return new Pass(note, MAKES_SURE);
  }
}
