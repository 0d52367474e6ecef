package dev.halligan.e2e.fleet.played;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the API server of one played cluster answers: what the operator asks, and no more. */
final class PlayedApi {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DUMP = "/debug/api_priority_and_fairness/dump_requests";
  private static final String HEADER =
      "PriorityLevelName, FlowSchemaName, UserName, Verb, APIPath, Namespace, Name, APIVersion, Resource, SubResource";
  private static final String QUEUED =
      "\nworkload-low, service-accounts, system:serviceaccount:telemetry:agent, list, /api/v1/pods, , , v1, pods, ";
  private static final int MANY = 150;

  private final PlayedObjects objects;
  private final BooleanSupplier pressed;
  private final Clock clock;

  /** {@code pressed}: whether the culprit's requests fill the queues. */
  PlayedApi(PlayedObjects objects, BooleanSupplier pressed, Clock clock) {
    this.objects = objects;
    this.pressed = pressed;
    this.clock = clock;
  }

  Answer answer(Request request) throws IOException {
    if (request.path().matches("/(livez|readyz|healthz)")) {
      return Answer.text("ok");
    }
    if (request.path().equals(DUMP)) {
      return Answer.text(HEADER + (pressed.getAsBoolean() ? QUEUED.repeat(MANY) : "") + "\n");
    }
    var path = ResourcePath.parse(request.path());
    return path.isPresent() ? answer(request, path.get()) : Answer.error(404, "NotFound");
  }

  private Answer answer(Request request, ResourcePath path) throws IOException {
    return switch (request.method()) {
      case "GET" -> path.isCollection() ? list(request, path) : get(request, path);
      case "DELETE" -> delete(request, path);
      case "PATCH" -> patch(request, path);
      case "POST" -> create(request, path);
      default -> Answer.error(405, "MethodNotAllowed");
    };
  }

  private Answer get(Request request, ResourcePath path) {
    return objects
        .get(path)
        .map(found -> Answer.json(isPartial(request) ? partial(found) : found))
        .orElseGet(() -> Answer.error(404, "NotFound"));
  }

  private Answer list(Request request, ResourcePath path) {
    List<ObjectNode> found = objects.list(path, object -> isWanted(request, object));
    int limit = Integer.parseInt(request.query().getOrDefault("limit", "0"));
    int shown = limit == 0 ? found.size() : Math.min(limit, found.size());
    boolean partial = isPartial(request);
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("kind", (partial ? "PartialObjectMetadata" : path.kind()) + "List");
    list.put("apiVersion", partial ? "meta.k8s.io/v1" : path.groupVersion());
    ObjectNode metadata = list.putObject("metadata").put("resourceVersion", "1");
    if (shown < found.size()) {
      metadata.put("remainingItemCount", found.size() - shown);
    }
    var items = list.putArray("items");
    found.stream().limit(shown).map(o -> partial ? partial(o) : o).forEach(items::add);
    return Answer.json(list);
  }

  /** Pods end when their kubelets hear of it; everything else is gone at once. */
  private Answer delete(Request request, ResourcePath path) {
    if (path.resource().equals("pods")) {
      objects.change(path, o -> isWanted(request, o), this::end);
      return Answer.json(status());
    }
    return objects.remove(path) ? Answer.json(status()) : Answer.error(404, "NotFound");
  }

  private void end(ObjectNode pod) {
    pod.withObject("/metadata").put("deletionTimestamp", clock.instant().toString());
  }

  private Answer patch(Request request, ResourcePath path) throws IOException {
    JsonNode patch = JSON.readTree(request.body());
    String expected = patch.path("metadata").path("resourceVersion").asText("");
    String manager = request.query().getOrDefault("fieldManager", "");
    if (objects.get(path).isEmpty()) {
      return Answer.error(404, "NotFound");
    }
    int changed =
        objects.change(
            path,
            o ->
                expected.isEmpty()
                    || expected.equals(o.path("metadata").path("resourceVersion").asText()),
            o -> {
              PlayedObjects.merge(o, patch);
              note(o, manager);
            });
    return changed == 0 ? Answer.error(409, "Conflict") : get(request, path);
  }

  /** Only who renews leases in a kubelet's name is told apart by it. */
  private static void note(ObjectNode object, String manager) {
    if (object.path("kind").asText().equals("Lease")) {
      var entry = object.withObject("/metadata").putArray("managedFields").addObject();
      entry.put("manager", manager).put("operation", "Update");
      entry.withObject("/fieldsV1/f:spec/f:renewTime");
    }
  }

  private Answer create(Request request, ResourcePath path) throws IOException {
    ObjectNode object = (ObjectNode) JSON.readTree(request.body());
    String name = PlayedObjects.name(object);
    if (objects
        .get(new ResourcePath(path.groupVersion(), path.resource(), path.namespace(), name))
        .isPresent()) {
      return Answer.error(409, "AlreadyExists");
    }
    object
        .withObject("/metadata")
        .put("creationTimestamp", clock.instant().toString())
        .put("uid", name + "-again");
    objects.put(path.resource(), object);
    return Answer.json(object);
  }

  private static boolean isWanted(Request request, JsonNode object) {
    return Selector.ofLabels(request.query().getOrDefault("labelSelector", "")).holds(object)
        && Selector.ofFields(request.query().getOrDefault("fieldSelector", "")).holds(object);
  }

  private static boolean isPartial(Request request) {
    return request.header("accept").contains("as=PartialObjectMetadata");
  }

  private static ObjectNode partial(ObjectNode whole) {
    ObjectNode part = JsonNodeFactory.instance.objectNode();
    part.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    part.set("metadata", whole.path("metadata"));
    return part;
  }

  private static ObjectNode status() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Success");
  }
}
