package dev.halligan.control.fence;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.pods.Sentries;
import dev.halligan.control.pods.Sentries.Post;
import dev.halligan.control.pods.Sighting;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What sentries prove of a fence, and why it does not hold when they prove that. */
final class FenceProof {
  static final String ENGINE =
      "install a network plugin that enforces NetworkPolicy, and prove it with bootstrap-scripts/enroll-cluster --hosted";

  private final Sentries sentries;

  FenceProof(Sentries sentries) {
    this.sentries = sentries;
  }

  /** Whether the first sentry holds, or held, a connection to each of these. */
  boolean holdsAll(Collection<String> targets) {
    return targets(sentries.sightings(Post.BEFORE), Sighting::held).containsAll(targets);
  }

  /** Whether the first sentry is turned away from the target. */
  boolean isShut(String target) {
    return targets(sentries.sightings(Post.BEFORE), Sighting::isShut).contains(target);
  }

  /** What the second sentry has to say. */
  enum Word {
    NOTHING,
    /** It was posted to watch others. */
    OF_OTHERS,
    OPEN,
    SHUT
  }

  /** {@code from}: only tries after that many count, because a pod not ready turns all away. */
  Word after(Set<String> targets, int from) {
    var seen = sentries.sightings(Post.AFTER);
    if (seen.isEmpty()) {
      return Word.NOTHING;
    }
    if (!targets(seen, _ -> true).equals(targets)) {
      return Word.OF_OTHERS;
    }
    return seen.stream().allMatch(s -> s.isShutSince(from)) ? Word.SHUT : Word.OPEN;
  }

  /** How often the second sentry has tried. */
  int tries() {
    return sentries.sightings(Post.AFTER).stream().mapToInt(Sighting::tries).max().orElse(0);
  }

  /** Whether no connection of before the fence lives on. */
  boolean oldOnesAreDead() {
    return sentries.sightings(Post.BEFORE).stream().noneMatch(Sighting::holds);
  }

  /** A sentry that may pass proves nothing. */
  void demandOutsider(List<String> admins) {
    sentries.sightings(Post.BEFORE).stream()
        .map(Sighting::self)
        .filter(self -> self != null)
        .filter(self -> Block.parse(self).isWithinAny(admins.stream().map(Block::parse)))
        .findFirst()
        .ifPresent(
            self -> {
              throw notEnforced(
                  "whether the fence holds cannot be proven, because its sentry at "
                      + self
                      + " is itself in spec.admins.cidrs",
                  "name only administrators' networks there; the operator's own pods pass without being named");
            });
  }

  ControlFailure notShut(String target) {
    var silent = sentries.sightings(Post.BEFORE).isEmpty();
    return silent
        ? notEnforced(
            "whether the fence holds could not be proven: its sentry says nothing",
            "look at the pods labelled app.kubernetes.io/name=halligan-sentry")
        : notEnforced(
            "the NetworkPolicy is there, but a fenced address still reaches " + target, ENGINE);
  }

  ControlFailure notProven(Word word) {
    return switch (word) {
      case OPEN -> notEnforced("a fenced address reaches the recycled API-server pods", ENGINE);
      case SHUT -> notEnforced("a connection from before the fence lives on", ENGINE);
      case NOTHING, OF_OTHERS ->
          notEnforced(
              "whether the fence holds could not be proven: its second sentry says nothing",
              "look at the pods labelled app.kubernetes.io/name=halligan-sentry");
    };
  }

  static ControlFailure notEnforced(String what, String fix) {
    return new ControlFailure(Reason.NOT_ENFORCED, what, fix);
  }

  private static Set<String> targets(List<Sighting> seen, Predicate<Sighting> which) {
    return seen.stream().filter(which).map(Sighting::target).collect(Collectors.toSet());
  }
}
