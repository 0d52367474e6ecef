package dev.halligan.control.node;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.control.Surroundings;
import dev.halligan.control.node.HalliganNodes.Answer;
import dev.halligan.control.node.HalliganNodes.Got;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The control-plane hosts, asked by SSH. */
public final class NodeSurroundings implements Surroundings {
  private static final Approach BY_SSH =
      new Approach(
          "host",
          Reasons.SSH_UNREACHABLE,
          "SSH answers on %d hosts%s, their keys are the pinned ones, our address is in admins",
          null);

  private final HalliganNodes nodes;
  private final Clock clock;

  public NodeSurroundings(HalliganNodes nodes, Clock clock) {
    this.nodes = nodes;
    this.clock = clock;
  }

  @Override
  public List<Report> look() {
    var answers = nodes.statuses();
    var now = clock.instant();
    return answers.stream().map(answer -> report(answer, now)).toList();
  }

  private static Report report(Answer<NodeStatus> answer, Instant now) {
    return switch (answer) {
      case Got<NodeStatus>(var node, var status) ->
          new Said(node.host(), status.evidence(now, node.host()), status.caller());
      case HalliganNodes.Missed<NodeStatus>(var node, var failure) ->
          new Missed(node.host(), failure);
    };
  }

  @Override
  public Approach approach() {
    return BY_SSH;
  }
}
