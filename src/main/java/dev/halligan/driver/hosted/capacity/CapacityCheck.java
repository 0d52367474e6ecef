package dev.halligan.driver.hosted.capacity;

import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.PagedList;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Checks before a growth whether the management cluster's quotas and nodes have room for it. */
record CapacityCheck(GuardedClient management, String namespace) {
  private static final Size NONE = new Size(0, 0);

  /** In words, what is missing to grow all these pods in place. */
  List<String> missingInPlace(List<ApiServerContainer> pods, Size to) {
    var missing = new ArrayList<String>();
    var all =
        pods.stream()
            .map(p -> need(p, to))
            .reduce(new ResourceDelta(NONE, NONE, 0), ResourceDelta::plus);
    missing.addAll(QuotaHeadroom.missing(quotas(), all));
    var more = pods.stream().filter(p -> isMore(need(p, to).requests())).toList();
    if (!more.isEmpty()) {
      var room = room(Schedulability::takesPods);
      more.forEach(p -> room.missingOn(p.node(), need(p, to).requests()).ifPresent(missing::add));
    }
    return missing;
  }

  private static ResourceDelta need(ApiServerContainer pod, Size to) {
    return ResourceDelta.between(pod.wanted(), pod.wanted().grownTo(to));
  }

  private static boolean isMore(Size size) {
    return size.cpuMillis() > 0 || size.memoryBytes() > 0;
  }

  /** In words, what is missing to replace the pods by bigger ones with that rollout. */
  List<String> missingForRollout(List<ApiServerContainer> pods, Size to, Rollout rollout) {
    var old = pods.getFirst();
    var now = old.wanted();
    var then = now.grownTo(to);
    var whole =
        new ResourceDelta(NodeHeadroom.limit(old.pod()), NodeHeadroom.requested(old.pod()), 1);
    var missing =
        new ArrayList<>(
            QuotaHeadroom.missing(quotas(), rollout.need(now, then, whole, pods.size())));
    var room = room(node -> Schedulability.takes(node, old.pod()));
    if (rollout.surge() == 0) {
      room.leave(old.pod());
    }
    room.missingFor(whole.plus(ResourceDelta.between(now, then)).requests())
        .ifPresent(missing::add);
    return missing;
  }

  /** Whether the quotas allow one more such pod after these have grown. */
  boolean allowsOneMore(List<ApiServerContainer> pods, Size to, Rollout rollout) {
    var old = pods.getFirst();
    var grown = ResourceDelta.between(old.wanted(), old.wanted().grownTo(to));
    var whole =
        new ResourceDelta(NodeHeadroom.limit(old.pod()), NodeHeadroom.requested(old.pod()), 1)
            .plus(grown);
    var rolled = rollout.need(old.wanted(), old.wanted().grownTo(to), whole, pods.size());
    return QuotaHeadroom.missing(quotas(), rolled.plus(whole)).isEmpty();
  }

  /** NO_ROOM if something is missing. */
  static void demand(List<String> missing) {
    if (!missing.isEmpty()) {
      throw new ControlFailure(
          Reason.NO_ROOM,
          "the API server was not changed, because there is no room for a bigger one: "
              + String.join("; ", missing),
          "raise the quota, free capacity on a node, or ask for less growth in the playbook");
    }
  }

  private List<ResourceQuota> quotas() {
    return management.read(
        "read the quotas of namespace " + namespace,
        c -> c.resourceQuotas().inNamespace(namespace).list().getItems());
  }

  private NodeHeadroom room(Predicate<Node> onto) {
    var nodes =
        management.read("list the nodes", c -> c.nodes().list().getItems()).stream()
            .filter(onto)
            .toList();
    return management.read(
        "list the pods of the nodes",
        c -> {
          var room = new NodeHeadroom(nodes);
          PagedList.each(
              options -> c.pods().inAnyNamespace().list(options),
              PodList::getMetadata,
              PodList::getItems,
              room::count);
          return room;
        });
  }
}
