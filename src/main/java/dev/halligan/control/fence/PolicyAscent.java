package dev.halligan.control.fence;

import dev.halligan.control.fence.FenceNote.Stage;
import dev.halligan.control.pods.ApiServerPod;
import dev.halligan.control.pods.ApiServerPods;
import dev.halligan.control.pods.Recycling;
import dev.halligan.control.pods.Sentries;
import dev.halligan.control.pods.Sentries.Post;
import dev.halligan.control.pods.SentryPods;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The way from a policy to a fence, a step a pass: a sentry takes hold of a connection, is shut out
 * and says so, the pods are recycled one by one, and a second sentry finds the new ones shut.
 */
final class PolicyAscent {
  /** A drowned server may not take the sentry's connection; the rest is proof enough. */
  private static final Duration TAKES_POST = Duration.ofSeconds(10);

  /** A policy is in force after a second or two; a sentry needs some to start. */
  private static final Duration IN_FORCE = Duration.ofSeconds(25);

  private static final Duration PROVES = Duration.ofSeconds(30);

  private static final String MAKES_SURE =
      "all are recycled; a sentry makes sure that the fence holds";

  /** What comes of a pass; {@code pending} is null when it is up. */
  record Pass(FenceNote note, String pending) {}

  private final ApiServerPods pods;
  private final Sentries sentries;
  private final FenceProof proof;
  private final int port;
  private final Clock clock;

  PolicyAscent(ApiServerPods pods, Sentries sentries, int port, Clock clock) {
    this.pods = pods;
    this.sentries = sentries;
    this.proof = new FenceProof(sentries);
    this.port = port;
    this.clock = clock;
  }

  Pass advance(FenceNote note, Instant raisedAt) {
    return switch (note.stage()) {
      case POSTED -> posted(note, raisedAt);
      case SHUT -> shut(note, raisedAt);
      case PROVING -> proving(note, raisedAt);
      case PROVEN -> new Pass(note, null);
    };
  }

  private static Recycling next(List<ApiServerPod> present, FenceNote note, Instant raisedAt) {
    return Recycling.next(present, Set.copyOf(note.before()), raisedAt);
  }

  List<String> targets(List<ApiServerPod> present) {
    return present.stream()
        .filter(p -> p.address() != null && !p.leaving())
        .map(this::target)
        .toList();
  }

  private String target(ApiServerPod pod) {
    return SentryPods.target(pod.address(), port);
  }

  /**
   * Where fences were proven to hold, the first of several pods is recycled at once: its
   * replacement serves administrators while the sentry takes hold of the others.
   */
  private Pass posted(FenceNote note, Instant raisedAt) {
    var present = pods.list();
    var old = old(present, note, raisedAt);
    if (note.eager()
        && old.size() > 1
        && old.size() == present.size()
        && next(present, note, raisedAt) instanceof Recycling.Delete first) {
      pods.recycle(first.pod());
      return new Pass(note, first.words());
    }
    var ready = proof.holdsAll(targets(old)) || note.isLonger(TAKES_POST, clock.instant());
    return ready
        ? new Pass(note.at(Stage.SHUT, clock.instant()), "the sentry is shut out as well")
        : new Pass(note, "everybody is shut out but a sentry, which takes its post");
  }

  private Pass shut(FenceNote note, Instant raisedAt) {
    proof.demandOutsider(note.admins());
    var present = pods.list();
    return switch (next(present, note, raisedAt)) {
      case Recycling.Wait wait when !areReplaced(present, note, raisedAt) ->
          new Pass(note, wait.words());
      case Recycling.Delete(var pod, var words) -> recycle(note, pod, words);
      case Recycling other -> {
        postAnew();
        yield new Pass(note.at(Stage.PROVING, clock.instant()), other.words());
      }
    };
  }

  /** The second sentry takes seconds to start: meanwhile the last replacement may become ready. */
  private boolean areReplaced(List<ApiServerPod> present, FenceNote note, Instant raisedAt) {
    return old(present, note, raisedAt).isEmpty() && targets(present).size() >= note.instances();
  }

  private static List<ApiServerPod> old(
      List<ApiServerPod> present, FenceNote note, Instant raisedAt) {
    return present.stream()
        .filter(p -> !p.leaving() && Recycling.isOld(p, Set.copyOf(note.before()), raisedAt))
        .toList();
  }

  /** Not before the policy is seen to hold: where it does not, nobody is recycled in vain. */
  private Pass recycle(FenceNote note, ApiServerPod pod, String words) {
    if (pod.address() == null || proof.isShut(target(pod))) {
      pods.recycle(pod);
      return new Pass(note, words);
    }
    if (note.isLonger(IN_FORCE, clock.instant())) {
      throw proof.notShut(target(pod));
    }
    return new Pass(note, "waits for the sentry to be turned away by " + pod.name());
  }

  private void postAnew() {
    sentries.post(Post.AFTER, targets(pods.list()));
  }

  private Pass proving(FenceNote note, Instant raisedAt) {
    var present = pods.list();
    var recycling = next(present, note, raisedAt);
    if (!(recycling instanceof Recycling.Complete)) {
      return new Pass(
          note.readyAt() == null ? note : note.readyAt(null, clock.instant()), recycling.words());
    }
    if (note.readyAt() == null) {
      return new Pass(note.readyAt(proof.tries(), clock.instant()), MAKES_SURE);
    }
    var word = proof.after(Set.copyOf(targets(present)), note.readyAt());
    if (word == FenceProof.Word.SHUT && proof.oldOnesAreDead()) {
      return new Pass(note.at(Stage.PROVEN, clock.instant()), null);
    }
    if (note.isLonger(PROVES, clock.instant())) {
      throw proof.notProven(word);
    }
    if (word == FenceProof.Word.OF_OTHERS) {
      postAnew();
      return new Pass(note.readyAt(0, Instant.parse(note.since())), MAKES_SURE);
    }
    return new Pass(note, MAKES_SURE);
  }
}
