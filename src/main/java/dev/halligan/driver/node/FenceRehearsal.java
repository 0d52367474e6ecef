package dev.halligan.driver.node;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.driver.node.HalliganNodes.Got;
import dev.halligan.driver.node.ssh.HalliganNode;
import dev.halligan.driver.node.ssh.NodeStatus;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rehearses the fence on every host without changing anything: once a minute, and at the next look
 * after an input of the fence changed or a transient failure. Never while a fence is up, and never
 * where no API server listens, because a dead or starting server says nothing about the fence. Runs
 * in the background; the caller sees the result at the next look. Called by one thread.
 */
final class FenceRehearsal {
  static final Duration AGAIN = Duration.ofMinutes(1);

  /** The inputs of a fence on one host; {@code startedAt} of the API server's process. */
  private record Scene(int port, List<String> admins, Set<String> own, Long startedAt) {}

  /** {@code failure} is null if the fence would go up. */
  private record Tried(Scene scene, long at, ControlFailure failure) {}

  private final HalliganNodes nodes;
  private final Map<String, Tried> tried = new ConcurrentHashMap<>();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  FenceRehearsal(HalliganNodes nodes) {
    this.nodes = nodes;
  }

  /** Starts rehearsals that are due. */
  void begin(List<Got<NodeStatus>> answers, List<String> admins) {
    var fenced = answers.stream().anyMatch(got -> got.value().fence().up());
    if (fenced || admins.isEmpty()) {
      return;
    }
    answers.stream()
        .filter(FenceRehearsal::hasStarted)
        .filter(got -> isDue(got.node().host(), scene(got, admins)))
        .filter(got -> underWay.add(got.node().host()))
        .forEach(
            got ->
                Thread.ofVirtual()
                    .name("rehearsal/" + got.node().host())
                    .start(() -> play(got.node(), scene(got, admins))));
  }

  /** Why no fence would go up on the host now; TOOL_OUTDATED if it could not be rehearsed. */
  Optional<ControlFailure> objection(Got<NodeStatus> got, List<String> admins) {
    return Optional.ofNullable(tried.get(got.node().host()))
        .filter(_ -> hasStarted(got))
        .filter(t -> t.scene().equals(scene(got, admins)))
        .map(Tried::failure);
  }

  private static boolean hasStarted(Got<NodeStatus> got) {
    var server = got.value().apiServer();
    return server.runs() && (server.ports() == null || !server.ports().isEmpty());
  }

  private boolean isDue(String host, Scene scene) {
    var last = tried.get(host);
    return last == null
        || !last.scene().equals(scene)
        || (last.failure() != null && last.failure().isTransient())
        || nodes.monotonicNanos() - last.at() >= AGAIN.toNanos();
  }

  private Scene scene(Got<NodeStatus> got, List<String> admins) {
    var own = new LinkedHashSet<String>();
    nodes.each().forEach(n -> own.add(n.host()));
    nodes.each().forEach(n -> own.addAll(nodes.addresses(n.host())));
    return new Scene(got.node().port(), admins, own, got.value().apiServer().startedAt());
  }

  private void play(HalliganNode node, Scene scene) {
    try {
      node.check(scene.admins(), scene.own());
      note(node, scene, null);
    } catch (ControlFailure e) {
      switch (e.reason()) {
        // inconclusive: rehearse again at the next look
        case HOST_UNREACHABLE, TIMED_OUT, CONFLICT, STALE_EPOCH, API_CLOSED -> {}
        case BAD_ARGUMENT -> note(node, scene, outdated(node, e));
        default -> note(node, scene, e);
      }
    } finally {
      underWay.remove(node.host());
    }
  }

  private void note(HalliganNode node, Scene scene, ControlFailure failure) {
    tried.put(node.host(), new Tried(scene, nodes.monotonicNanos(), failure));
  }

  private static ControlFailure outdated(HalliganNode node, ControlFailure cause) {
    return new ControlFailure(
        Reason.TOOL_OUTDATED,
        "the fence was not rehearsed on host %s, because its halligan-node is too old"
            .formatted(node.host()),
        "run install-node on it again",
        cause);
  }
}
