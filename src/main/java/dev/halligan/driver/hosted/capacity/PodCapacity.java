package dev.halligan.driver.hosted.capacity;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.control.ApiServerCapacity;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.driver.hosted.capacity.AnnotatedResource.Shrunk;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The size of an API server that runs as pods of the management cluster. In place, it resizes the
 * running pods if the cluster supports that and their nodes have room. By restart, it changes the
 * workload's template, or its owner if there is one. It has no state of its own: a growth is
 * recorded in an annotation of what was grown.
 */
public final class PodCapacity implements ApiServerCapacity {
  private final Hosted hosted;
  private final Instances instances;
  private final InPlaceResize inPlace;
  private final TemplateResize byDefinition;
  private final CapacityCheck room;

  /** {@code management}: the client of the cluster where the pods run. */
  public PodCapacity(GuardedClient management, Hosted hosted, Clock clock) {
    this.hosted = hosted;
    this.instances = new Instances(management, hosted);
    this.inPlace = new InPlaceResize(instances, clock);
    this.byDefinition = new TemplateResize(management, hosted, clock);
    this.room = new CapacityCheck(management, hosted.namespace());
  }

  /**
   * As {@link ApiServerCapacity#size}; if the owner has named sizes and the server has no limits,
   * its requests.
   */
  @Override
  public Size size() {
    return size(instances.all());
  }

  private Size size(List<ApiServerContainer> pods) {
    return byDefinition
        .before()
        .orElseGet(() -> smallest(pods.stream().map(this::before).toList()));
  }

  private Size before(ApiServerContainer pod) {
    return isSizedByName() ? pod.wanted().limitOrRequest() : pod.before();
  }

  private boolean isSizedByName() {
    return hosted.owner() != null && hosted.owner().size() != null;
  }

  @Override
  public Size present() {
    return smallest(
        instances.all().stream().map(p -> p.actual().orElseGet(p::wanted)).map(this::now).toList());
  }

  private Size now(Resources resources) {
    return isSizedByName() ? resources.limitOrRequest() : resources.limit();
  }

  private static Size smallest(Collection<Size> sizes) {
    return new Size(
        sizes.stream().mapToInt(Size::cpuMillis).min().orElse(0),
        sizes.stream().mapToLong(Size::memoryBytes).min().orElse(0));
  }

  /** As the nodes report the containers; this does not tell whether they answer. */
  @Override
  public boolean runs() {
    return instances.all().stream().allMatch(ApiServerContainer::runs);
  }

  /**
   * {@inheritDoc} UNSUPPORTED also if the workload does not replace its pods one at a time, NO_ROOM
   * if a quota or the nodes have no room for bigger ones; then nothing was changed.
   */
  @Override
  public void grow(Size to, ResizeMode manner, Duration liveWithin) {
    var pods = instances.all();
    switch (manner) {
      case IN_PLACE -> {
        demandInPlace(pods, to);
        inPlace.grow(pods, to, liveWithin);
      }
      case RESTART -> {
        byDefinition.grow(pods, size(pods), to, liveWithin);
        // the pods are replaced, so their annotations are obsolete
        inPlace.shrink(pods);
      }
    }
  }

  private void demandInPlace(List<ApiServerContainer> pods, Size to) {
    var missing =
        inPlace.isOffered(pods)
            ? room.missingInPlace(pods, to)
            : List.of("the cluster or a pod does not support resizing");
    if (!missing.isEmpty()) {
      throw new ControlFailure(
          Reason.UNSUPPORTED,
          "the API-server pods cannot grow in place and were not changed: "
              + String.join("; ", missing),
          "grow them by a restart, which replaces the pods");
    }
  }

  /** As {@link ApiServerCapacity#growth}; NONE also if a node can never provide it. */
  @Override
  public Growth growth() {
    var pods = instances.all();
    var note = inPlace.note(pods);
    if (note.isEmpty()) {
      return byDefinition.advance(pods);
    }
    return inPlace.isInfeasible(pods) ? Growth.NONE : inPlace.advance(pods, note.get());
  }

  /**
   * Reverts the last growth: that of the running pods if there is one, otherwise the definition's.
   */
  @Override
  public boolean shrink() {
    var done = new ArrayList<>(inPlace.shrink(instances.all()));
    if (done.stream().allMatch(Shrunk.NOTHING_GROWN::equals)) {
      done.add(byDefinition.shrink());
    }
    return done.contains(Shrunk.TAKEN_BACK) && !done.contains(Shrunk.KEPT_THEIRS);
  }
}
