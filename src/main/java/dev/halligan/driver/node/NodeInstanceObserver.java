package dev.halligan.driver.node;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.control.InstanceObserver;
import dev.halligan.driver.node.HalliganNodes.Answer;
import dev.halligan.driver.node.HalliganNodes.Got;
import dev.halligan.driver.node.ssh.NodeStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Observes the control-plane hosts over SSH, and rehearses the fence on them. */
public final class NodeInstanceObserver implements InstanceObserver {
  private static final AccessPath BY_SSH =
      new AccessPath(
          "host",
          Reasons.SSH_UNREACHABLE,
          "SSH answers on %d hosts%s, the host keys are the pinned ones, the operator's address is"
              + " in spec.admins.cidrs",
          null);

  private final HalliganNodes nodes;
  private final Supplier<List<String>> admins;
  private final FenceRehearsal rehearsal;
  private final Clock clock;

  /** {@code admins}: the CIDRs that a fence would admit now. */
  public NodeInstanceObserver(HalliganNodes nodes, Supplier<List<String>> admins, Clock clock) {
    this.nodes = nodes;
    this.admins = admins;
    this.rehearsal = new FenceRehearsal(nodes);
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
          new Unreachable(node.host(), failure);
    };
  }

  private Observed said(Got<NodeStatus> got, List<String> cidrs, Instant now) {
    var host = got.node().host();
    return new Observed(
        host,
        got.value().evidence(now, host),
        got.value().caller(),
        rehearsal.objection(got, cidrs).orElse(null));
  }

  @Override
  public AccessPath approach() {
    return BY_SSH;
  }
}
