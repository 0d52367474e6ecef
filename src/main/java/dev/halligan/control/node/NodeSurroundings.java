package dev.halligan.control.node;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.control.Surroundings;
import dev.halligan.control.node.HalliganNodes.Answer;
import dev.halligan.control.node.HalliganNodes.Got;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The control-plane hosts, asked by SSH; the fence is rehearsed on them. */
public final class NodeSurroundings implements Surroundings {
  private static final Approach BY_SSH =
      new Approach(
          "host",
          Reasons.SSH_UNREACHABLE,
          "SSH answers on %d hosts%s, their keys are the pinned ones, our address is in admins",
          null);

  private final HalliganNodes nodes;
  private final Supplier<List<String>> admins;
  private final Rehearsal rehearsal;
  private final Clock clock;

  /** {@code admins}: the CIDRs that a fence would let through now. */
  public NodeSurroundings(HalliganNodes nodes, Supplier<List<String>> admins, Clock clock) {
    this.nodes = nodes;
    this.admins = admins;
    this.rehearsal = new Rehearsal(nodes);
    this.clock = clock;
  }

  @Override
  public List<Report> look() {
    var answers = nodes.statuses();
    var now = clock.instant();
    var cidrs = admins.get();
    rehearsal.begin(HalliganNodes.got(answers), cidrs);
    return answers.stream().map(answer -> report(answer, cidrs, now)).toList();
  }

  private Report report(Answer<NodeStatus> answer, List<String> cidrs, Instant now) {
    return switch (answer) {
      case Got<NodeStatus> got -> said(got, cidrs, now);
      case HalliganNodes.Missed<NodeStatus>(var node, var failure) ->
          new Missed(node.host(), failure);
    };
  }

  private Said said(Got<NodeStatus> got, List<String> cidrs, Instant now) {
    var host = got.node().host();
    return new Said(
        host,
        got.value().evidence(now, host),
        got.value().caller(),
        rehearsal.objection(got, cidrs).orElse(null));
  }

  @Override
  public Approach approach() {
    return BY_SSH;
  }
}
