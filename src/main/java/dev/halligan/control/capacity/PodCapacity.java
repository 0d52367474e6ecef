package dev.halligan.control.capacity;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.control.AdminLane;
import dev.halligan.control.capacity.NotedResource.Shrunk;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The size of an API server that runs as pods of the management cluster. In place, the running pods
 * are resized where the cluster offers it and their nodes have room. Else, and for a restart, the
 * workload's template is changed, or its owner where there is one. Remembers nothing itself: the
 * note of a growth is an annotation of what was grown.
 */
public final class PodCapacity implements ApiServerCapacity {
  private final Hosted hosted;
  private final Instances instances;
  private final InPlace inPlace;
  private final ByDefinition byDefinition;
  private final RoomCheck room;
  private final Clock clock;

  /** {@code management}: the lane into the cluster where the pods run. */
  public PodCapacity(AdminLane management, Hosted hosted, Clock clock) {
    this.hosted = hosted;
    this.clock = clock;
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
   * {@inheritDoc} NO_ROOM when a quota or the nodes have no room for it, UNSUPPORTED when the
   * workload does not replace its pods one at a time; nothing was changed then.
   */
  @Override
  public void grow(Size to, Manner manner, Duration liveWithin) {
    var pods = instances.all();
    if (manner == Manner.IN_PLACE && canGrowInPlace(pods, to)) {
      inPlace.grow(pods, to, liveWithin);
    } else {
      growByDefinition(pods, to, liveWithin);
    }
  }

  private boolean canGrowInPlace(List<Instance> pods, Size to) {
    return inPlace.isOffered(pods) && room.missingInPlace(pods, to).isEmpty();
  }

  /** The pods are replaced; what was noted on them has no meaning any more. */
  private void growByDefinition(List<Instance> pods, Size to, Duration liveWithin) {
    byDefinition.grow(pods, size(pods), to, liveWithin);
    inPlace.shrink(pods);
  }

  @Override
  public Growth growth() {
    var pods = instances.all();
    var note = inPlace.note(pods);
    if (note.isEmpty()) {
      return byDefinition.advance(pods);
    }
    if (inPlace.isInfeasible(pods)) {
      var patience = Duration.between(clock.instant(), note.get().terms().deadline());
      growByDefinition(pods, note.get().terms().to(), patience);
      return Growth.STARTING;
    }
    return inPlace.advance(pods, note.get());
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
