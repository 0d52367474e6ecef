package dev.halligan.control.capacity;

import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Pages;
import dev.halligan.control.capacity.ApiServerCapacity.Size;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Asks the management cluster, before a growth, whether its quotas and nodes have room for it. */
record RoomCheck(AdminLane management, String namespace) {
  private static final Size NONE = new Size(0, 0);

  /** In words, what is missing for all these pods to grow where they are. */
  List<String> missingInPlace(List<Instance> pods, Size to) {
    var missing = new ArrayList<String>();
    var all = pods.stream().map(p -> need(p, to)).reduce(new Need(NONE, NONE, 0), Need::plus);
    missing.addAll(QuotaRoom.missing(quotas(), all));
    var more = pods.stream().filter(p -> isMore(need(p, to).requests())).toList();
    if (!more.isEmpty()) {
      var room = room(Placement::takesPods);
      more.forEach(p -> room.missingOn(p.node(), need(p, to).requests()).ifPresent(missing::add));
    }
    return missing;
  }

  private static Need need(Instance pod, Size to) {
    return Need.between(pod.wanted(), pod.wanted().grownTo(to));
  }

  private static boolean isMore(Size size) {
    return size.cpuMillis() > 0 || size.memoryBytes() > 0;
  }

  /** In words, what is missing for the pods to be replaced by bigger ones in that manner. */
  List<String> missingForRollout(List<Instance> pods, Size to, Rollout rollout) {
    var old = pods.getFirst();
    var now = old.wanted();
    var then = now.grownTo(to);
    var whole = new Need(NodeRoom.limit(old.pod()), NodeRoom.requested(old.pod()), 1);
    var missing =
        new ArrayList<>(QuotaRoom.missing(quotas(), rollout.need(now, then, whole, pods.size())));
    var room = room(node -> Placement.takes(node, old.pod()));
    if (rollout.surge() == 0) {
      room.leave(old.pod());
    }
    room.missingFor(whole.plus(Need.between(now, then)).requests()).ifPresent(missing::add);
    return missing;
  }

  /** Whether the quotas allow one pod more like these once they have grown. */
  boolean allowsOneMore(List<Instance> pods, Size to, Rollout rollout) {
    var old = pods.getFirst();
    var grown = Need.between(old.wanted(), old.wanted().grownTo(to));
    var whole = new Need(NodeRoom.limit(old.pod()), NodeRoom.requested(old.pod()), 1).plus(grown);
    var rolled = rollout.need(old.wanted(), old.wanted().grownTo(to), whole, pods.size());
    return QuotaRoom.missing(quotas(), rolled.plus(whole)).isEmpty();
  }

  /** NO_ROOM when something is missing. */
  static void demand(List<String> missing) {
    if (!missing.isEmpty()) {
      throw new ControlFailure(
          Reason.NO_ROOM,
          "there is no room for a bigger API server, which was left as it is: "
              + String.join("; ", missing),
          "raise the quota or free a node, or ask for less growth in the playbook");
    }
  }

  private List<ResourceQuota> quotas() {
    return management.read(
        "read the quotas of namespace " + namespace,
        c -> c.resourceQuotas().inNamespace(namespace).list().getItems());
  }

  private NodeRoom room(Predicate<Node> onto) {
    var nodes =
        management.read("list the nodes", c -> c.nodes().list().getItems()).stream()
            .filter(onto)
            .toList();
    return management.read(
        "list the pods of the nodes",
        c -> {
          var room = new NodeRoom(nodes);
          Pages.each(
              options -> c.pods().inAnyNamespace().list(options),
              PodList::getMetadata,
              PodList::getItems,
              room::count);
          return room;
        });
  }
}
