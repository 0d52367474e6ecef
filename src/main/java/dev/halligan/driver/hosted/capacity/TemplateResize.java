package dev.halligan.driver.hosted.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.halligan.api.v1alpha1.HostedOwner;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.control.ApiServerCapacity.Growth;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.driver.hosted.capacity.AnnotatedResource.Change;
import dev.halligan.driver.hosted.capacity.AnnotatedResource.Shrunk;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Growth through the workload's template or its owner, which replaces the pods one at a time. It
 * waits until every pod has grown and is ready, and otherwise reverts the growth.
 */
final class TemplateResize {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Hosted hosted;
  private final PodOwners makers;
  private final Instances instances;
  private final CapacityCheck room;
  private final Clock clock;

  TemplateResize(GuardedClient management, Hosted hosted, Clock clock) {
    this.hosted = hosted;
    this.makers = new PodOwners(management, hosted);
    this.instances = new Instances(management, hosted);
    this.room = new CapacityCheck(management, hosted.namespace());
    this.clock = clock;
  }

  /** The limits before the first growth that is still in place. */
  Optional<Size> before() {
    return makers
        .definition()
        .read()
        .flatMap(d -> GrowthAnnotation.on(d).filter(n -> n.stands(d)).map(n -> n.terms().from()));
  }

  /** {@code liveWithin} is for each of the pods. */
  void grow(List<ApiServerContainer> pods, Size from, Size to, Duration liveWithin) {
    var definition = makers.definition();
    var document = demand(definition);
    var earlier = GrowthAnnotation.on(document).filter(n -> n.stands(document));
    if (earlier.filter(n -> n.isUnderWay(document, to, clock.instant())).isPresent()) {
      return;
    }
    var workload = makers.workload();
    var rollout = Rollout.of(demand(workload));
    rollout.check(workload.name());
    var draft = document.deepCopy();
    earlier.ifPresent(n -> n.undo(draft));
    var patience = liveWithin.multipliedBy(pods.size());
    var terms = GrowthSpec.of(from, to, pods.size(), clock.instant(), patience);
    definition.grow(document, changes(draft, pods, to, rollout), terms);
  }

  private static JsonNode demand(AnnotatedResource resource) {
    return resource
        .read()
        .orElseThrow(
            () ->
                new ControlFailure(
                    Reason.NOT_FOUND,
                    resource.name() + " does not exist, so the API server was not changed",
                    "correct spec.controlPlane.hosted"));
  }

  private List<Change> changes(
      JsonNode draft, List<ApiServerContainer> pods, Size to, Rollout rollout) {
    var owner = hosted.owner();
    if (owner != null && owner.size() != null) {
      return List.of(new Change(owner.size().path(), JSON.textNode(owner.size().value())));
    }
    CapacityCheck.demand(room.missingForRollout(pods, to, rollout));
    var pointer = owner == null ? template(draft) : owner.resourcesPath();
    var changes =
        new ArrayList<>(
            ResourceChanges.changes(pointer, ResourceChanges.resourcesAt(draft, pointer), to));
    if (owner != null && owner.replicasPath() != null && room.allowsOneMore(pods, to, rollout)) {
      changes.add(oneMore(draft, owner, pods.size()));
    }
    return changes;
  }

  private static Change oneMore(JsonNode draft, HostedOwner owner, int instances) {
    var replicas = draft.at(owner.replicasPath()).asInt(instances);
    return new Change(owner.replicasPath(), JSON.numberNode(replicas + 1));
  }

  private String template(JsonNode workload) {
    var containers = workload.at("/spec/template/spec/containers");
    for (var i = 0; i < containers.size(); i++) {
      if (containers.get(i).path("name").asText().equals(hosted.apiServer().container())) {
        return "/spec/template/spec/containers/" + i + "/resources";
      }
    }
    throw new ControlFailure(
        Reason.NOT_FOUND,
        makers.workload().name()
            + " has no container "
            + hosted.apiServer().container()
            + "; it was not changed",
        "correct spec.controlPlane.hosted.apiServer.container");
  }

  /** The state of the growth; reverts it if it is overdue. */
  Growth advance(List<ApiServerContainer> pods) {
    var definition = makers.definition();
    var document = demand(definition);
    var note = GrowthAnnotation.on(document).orElse(null);
    if (note == null) {
      return Growth.NONE;
    }
    if (note.putBack()) {
      return Growth.PUT_BACK;
    }
    if (!note.stands(document)) {
      return Growth.NONE;
    }
    if (haveArrived(pods, note)) {
      return Growth.LIVE;
    }
    if (note.terms().areOverdue(clock.instant())) {
      definition.putBack(document, note);
      return Growth.PUT_BACK;
    }
    pushOn(pods, note);
    return Growth.STARTING;
  }

  private boolean haveArrived(List<ApiServerContainer> pods, GrowthAnnotation note) {
    return pods.size() >= note.terms().instances()
        && pods.stream().allMatch(p -> isGrown(p, note) && p.isReady());
  }

  private boolean isGrown(ApiServerContainer pod, GrowthAnnotation note) {
    var owner = hosted.owner();
    return owner != null && owner.size() != null
        ? !pod.wanted().limitOrRequest().equals(note.terms().from())
        : pod.wanted().reaches(note.terms().to());
  }

  /** Deletes only pods that are not ready, one per pass. */
  private void pushOn(List<ApiServerContainer> pods, GrowthAnnotation note) {
    pods.stream()
        .filter(p -> !p.isReady() && (isGrown(p, note) ? isLeftOver(p, note) : isStuck(note)))
        .findFirst()
        .ifPresent(instances::remake);
  }

  /** It grew in an earlier recovery and went down; a new pod has no crash back-off. */
  private static boolean isLeftOver(ApiServerContainer pod, GrowthAnnotation note) {
    return pod.isOlderThan(note.terms().start());
  }

  /** A StatefulSet waits for its pods in turn, even for one that can never start. */
  private boolean isStuck(GrowthAnnotation note) {
    return hosted.apiServer().kind().equals("StatefulSet")
        && makers.workload().read().filter(set -> makesBigger(set, note)).isPresent();
  }

  private boolean makesBigger(JsonNode set, GrowthAnnotation note) {
    var observed = set.at("/status/observedGeneration").asLong(0);
    return observed >= set.at("/metadata/generation").asLong(1)
        && ResourceChanges.resourcesAt(set, template(set)).reaches(note.terms().to());
  }

  Shrunk shrink() {
    var definition = makers.definition();
    return definition.read().map(definition::shrink).orElse(Shrunk.NOTHING_GROWN);
  }
}
