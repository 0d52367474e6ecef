package dev.halligan.driver.hosted.capacity;

import dev.halligan.control.ApiServerCapacity.Growth;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.driver.hosted.capacity.AnnotatedResource.Shrunk;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Growth of the running pods without a restart. Each pod has an annotation of its own growth. A pod
 * that was recreated meanwhile has the old size and grows like the others.
 */
final class InPlaceResize {
  private final Instances instances;
  private final Clock clock;

  InPlaceResize(Instances instances, Clock clock) {
    this.instances = instances;
    this.clock = clock;
  }

  /** Whether the cluster supports it, and every pod without a restart. */
  boolean isOffered(List<ApiServerContainer> pods) {
    return pods.stream().allMatch(ApiServerContainer::growsWithoutRestart) && instances.canResize();
  }

  void grow(List<ApiServerContainer> pods, Size to, Duration patience) {
    pods.forEach(pod -> grow(pod, to, pods.size(), patience));
  }

  private void grow(ApiServerContainer pod, Size to, int count, Duration patience) {
    if (pod.note().filter(n -> n.isUnderWay(pod.document(), to, clock.instant())).isPresent()) {
      return;
    }
    var noted = instances.noted(pod);
    var halfDone = pod.note().filter(n -> isAnnounced(pod, n) && isStillAsked(n, to));
    if (halfDone.isPresent()) {
      noted.remake(pod.document(), halfDone.get());
    } else {
      var terms = GrowthSpec.of(pod.wanted().limit(), to, count, clock.instant(), patience);
      noted.grow(pod.document(), pod.growth(to), terms);
    }
  }

  private boolean isStillAsked(GrowthAnnotation note, Size to) {
    return note.terms().to().equals(to) && !note.terms().areOverdue(clock.instant());
  }

  /** Announced but never made: the process that wrote the annotation was stopped. */
  private static boolean isAnnounced(ApiServerContainer pod, GrowthAnnotation note) {
    return !note.putBack() && !note.stands(pod.document()) && note.isUndone(pod.document());
  }

  /** The latest of the pods' annotations. */
  Optional<GrowthAnnotation> note(List<ApiServerContainer> pods) {
    return pods.stream()
        .flatMap(p -> p.note().stream())
        .max(Comparator.comparing(note -> note.terms().deadline()));
  }

  boolean isInfeasible(List<ApiServerContainer> pods) {
    return pods.stream().anyMatch(ApiServerContainer::isInfeasible);
  }

  /** The state of the growth; starts it on pods that lack it, and reverts it if it is overdue. */
  Growth advance(List<ApiServerContainer> pods, GrowthAnnotation note) {
    if (pods.stream().flatMap(p -> p.note().stream()).anyMatch(GrowthAnnotation::putBack)) {
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

  /** Grown; or resized by someone else meanwhile, which stays. */
  private static boolean isSettled(ApiServerContainer pod) {
    return pod.note()
        .map(n -> n.stands(pod.document()) ? pod.hasArrived() : !isAnnounced(pod, n))
        .orElse(false);
  }

  List<Shrunk> shrink(List<ApiServerContainer> pods) {
    return pods.stream().map(pod -> instances.noted(pod).shrink(pod.document())).toList();
  }
}
