package dev.halligan.control.capacity;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.capacity.NotedResource.Shrunk;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The size of an API server that runs as pods of the management cluster. In place, the running pods
 * are resized where the cluster offers it and their nodes have room. For a restart, the workload's
 * template is changed, or its owner where there is one. Remembers nothing itself: the note of a
 * growth is an annotation of what was grown.
 */
public final class PodCapacity implements ApiServerCapacity {
  private final Hosted hosted;
  private final Instances instances;
  private final InPlace inPlace;
  private final ByDefinition byDefinition;
  private final RoomCheck room;

  /** {@code management}: the lane into the cluster where the pods run. */
  public PodCapacity(AdminLane management, Hosted hosted, Clock clock) {
    this.hosted = hosted;
    this.instances = new Instances(management, hosted);
    this.inPlace = new InPlace(instances, clock);
    this.byDefinition = new ByDefinition(management, hosted, clock);
    this.room = new RoomCheck(management, hosted.namespace());
  }

  /**
   * As {@link ApiServerCapacity#size}; where the owner knows sizes by name, and the server has no
   * limits, what it is sure to get.
   */
  @Override
  public Size size() {
    return size(instances.all());
  }

  private Size size(List<Instance> pods) {
    return byDefinition
        .before()
        .orElseGet(() -> smallest(pods.stream().map(this::before).toList()));
  }

  private Size before(Instance pod) {
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

  /** By what their nodes say of the containers: whether one answers is not told there. */
  @Override
  public boolean runs() {
    return instances.all().stream().allMatch(Instance::runs);
  }

  /**
   * {@inheritDoc} UNSUPPORTED also when the workload does not replace its pods one at a time,
   * NO_ROOM when a quota or the nodes have no room for bigger ones; nothing was changed then.
   */
  @Override
  public void grow(Size to, Manner manner, Duration liveWithin) {
    var pods = instances.all();
    switch (manner) {
      case IN_PLACE -> {
        demandInPlace(pods, to);
        inPlace.grow(pods, to, liveWithin);
      }
      case RESTART -> {
        byDefinition.grow(pods, size(pods), to, liveWithin);
        // the pods are replaced; what was noted on them has no meaning any more
        inPlace.shrink(pods);
      }
    }
  }

  private void demandInPlace(List<Instance> pods, Size to) {
    var missing =
        inPlace.isOffered(pods)
            ? room.missingInPlace(pods, to)
            : List.of("the cluster or one of the pods does not offer to be resized");
    if (!missing.isEmpty()) {
      throw new ControlFailure(
          Reason.UNSUPPORTED,
          "the API-server pods cannot grow in place and were left as they are: "
              + String.join("; ", missing),
          "grow them by a restart, which replaces them");
    }
  }

  /** As {@link ApiServerCapacity#growth}; NONE too where a node can never give what was asked. */
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
   * Takes the last growth back: that of the running pods if there is one, else the definition's.
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
