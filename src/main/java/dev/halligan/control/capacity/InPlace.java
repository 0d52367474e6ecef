package dev.halligan.control.capacity;

import dev.halligan.control.capacity.ApiServerCapacity.Growth;
import dev.halligan.control.capacity.ApiServerCapacity.Size;
import dev.halligan.control.capacity.NotedResource.Shrunk;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Growth of the running pods, without a restart. Each pod carries the note of its own growth; a pod
 * that was made anew meanwhile has the old size and grows as its neighbours did.
 */
final class InPlace {
  private final Instances instances;
  private final Clock clock;

  InPlace(Instances instances, Clock clock) {
    this.instances = instances;
    this.clock = clock;
  }

  /** Whether the cluster can, and every pod can without a restart. */
  boolean isOffered(List<Instance> pods) {
    return pods.stream().allMatch(Instance::growsWithoutRestart) && instances.canResize();
  }

  void grow(List<Instance> pods, Size to, Duration patience) {
    pods.forEach(pod -> grow(pod, to, pods.size(), patience));
  }

  private void grow(Instance pod, Size to, int count, Duration patience) {
    if (pod.note().filter(n -> n.isUnderWay(pod.document(), to, clock.instant())).isPresent()) {
      return;
    }
    var noted = instances.noted(pod);
    var halfDone = pod.note().filter(n -> isAnnounced(pod, n) && isStillAsked(n, to));
    if (halfDone.isPresent()) {
      noted.remake(pod.document(), halfDone.get());
    } else {
      var terms = Terms.of(pod.wanted().limit(), to, count, clock.instant(), patience);
      noted.grow(pod.document(), pod.growth(to), terms);
    }
  }

  private boolean isStillAsked(GrowthNote note, Size to) {
    return note.terms().to().equals(to) && !note.terms().areOverdue(clock.instant());
  }

  /** Noted, and then never made: whoever wrote the note was stopped. */
  private static boolean isAnnounced(Instance pod, GrowthNote note) {
    return !note.putBack() && !note.stands(pod.document()) && note.isUndone(pod.document());
  }

  /** The latest of the notes that the pods carry. */
  Optional<GrowthNote> note(List<Instance> pods) {
    return pods.stream()
        .flatMap(p -> p.note().stream())
        .max(Comparator.comparing(note -> note.terms().deadline()));
  }

  boolean isInfeasible(List<Instance> pods) {
    return pods.stream().anyMatch(Instance::isInfeasible);
  }

  /** Where the growth stands; starts it where it is missing, puts it back where it is overdue. */
  Growth advance(List<Instance> pods, GrowthNote note) {
    if (pods.stream().flatMap(p -> p.note().stream()).anyMatch(GrowthNote::putBack)) {
      return Growth.PUT_BACK;
    }
    var waiting = pods.stream().filter(p -> !isSettled(p)).toList();
    if (waiting.isEmpty()) {
      return Growth.LIVE;
    }
    if (note.terms().areOverdue(clock.instant())) {
      pods.forEach(p -> p.note().ifPresent(n -> instances.noted(p).putBack(p.document(), n)));
      return Growth.PUT_BACK;
    }
    var left = Duration.between(clock.instant(), note.terms().deadline());
    waiting.stream()
        .filter(p -> p.note().isEmpty() || isAnnounced(p, p.note().get()))
        .forEach(p -> grow(p, note.terms().to(), pods.size(), left));
    return Growth.STARTING;
  }

  /** Grown; or somebody else has sized it meanwhile, and theirs stays. */
  private static boolean isSettled(Instance pod) {
    return pod.note()
        .map(n -> n.stands(pod.document()) ? pod.hasArrived() : !isAnnounced(pod, n))
        .orElse(false);
  }

  List<Shrunk> shrink(List<Instance> pods) {
    return pods.stream().map(pod -> instances.noted(pod).shrink(pod.document())).toList();
  }
}
