package dev.halligan.driver.node;

import dev.halligan.control.ApiServerCapacity;
import dev.halligan.driver.node.HalliganNodes.Got;
import dev.halligan.driver.node.ssh.HalliganNode;
import dev.halligan.driver.node.ssh.HalliganNode.GrowthAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The size of the API server: limits of its process, or of its static pod manifest. A manifest
 * change restarts it, so one host grows at a time and {@link #growth()} starts the next once the
 * previous one is live. It does not wait for unreachable hosts; they grow when they are back.
 */
public final class NodeCapacity implements ApiServerCapacity {
  private static final long MEBIBYTE = 1024 * 1024;
  private static final Duration DEFAULT_LIVE_WITHIN = Duration.ofSeconds(90);

  private record Plan(Size to, ResizeMode manner, Duration liveWithin) {}

  private final HalliganNodes nodes;
  private final Set<String> started = new HashSet<>();
  private final StaggeredShrink shrinking;
  private Plan plan;

  /** Whether the plan was read from a grown host after an operator restart. */
  private boolean resumed;

  public NodeCapacity(HalliganNodes nodes, Clock clock) {
    this.nodes = nodes;
    this.shrinking = new StaggeredShrink(clock);
  }

  @Override
  public Size size() {
    return smallest(NodeCapacity::before);
  }

  @Override
  public Size present() {
    return smallest(NodeCapacity::limits);
  }

  private Size smallest(Function<GrowthAnswer, Size> which) {
    var sizes = nodes.reached(HalliganNode::growth).stream().map(Got::value).map(which).toList();
    return new Size(
        sizes.stream().mapToInt(Size::cpuMillis).min().orElse(0),
        sizes.stream().mapToLong(Size::memoryBytes).min().orElse(0));
  }

  @Override
  public boolean runs() {
    return nodes.reached(HalliganNode::status).stream().allMatch(s -> s.value().apiServer().runs());
  }

  @Override
  public synchronized void grow(Size to, ResizeMode manner, Duration liveWithin) {
    var asked = new Plan(to, manner, liveWithin);
    if (!asked.equals(plan)) {
      plan = asked;
      resumed = false;
      started.clear();
    }
    var answers = nodes.reached(HalliganNode::growth);
    answers.stream()
        .filter(got -> state(got) == Growth.PUT_BACK || state(got) == Growth.NONE)
        .forEach(got -> started.remove(got.node().host()));
    advance(answers);
  }

  @Override
  public synchronized Growth growth() {
    var answers = nodes.reached(HalliganNode::growth);
    var states = answers.stream().map(this::state).toList();
    if (states.contains(Growth.STARTING)) {
      return Growth.STARTING;
    }
    if (states.contains(Growth.PUT_BACK)) {
      return Growth.PUT_BACK;
    }
    if (!states.contains(Growth.LIVE)) {
      return Growth.NONE;
    }
    if (answers.stream().allMatch(this::isDone)) {
      return Growth.LIVE;
    }
    if (plan == null) {
      resumed = true;
      plan = new Plan(sizeOfAGrownHost(answers), ResizeMode.RESTART, DEFAULT_LIVE_WITHIN);
    }
    advance(answers);
    return Growth.STARTING;
  }

  /** Starts the first host that has not grown yet, unless one is starting; in place, all hosts. */
  private void advance(List<Got<GrowthAnswer>> answers) {
    var states = answers.stream().map(this::state).toList();
    if (states.contains(Growth.STARTING)) {
      return;
    }
    for (var i = 0; i < answers.size(); i++) {
      var node = answers.get(i).node();
      if (!hasStarted(answers.get(i)) && !isGrown(answers.get(i))) {
        var inPlace = plan.manner() == ResizeMode.IN_PLACE;
        var memory = mebibytes(plan.to().memoryBytes());
        node.grow(plan.to().cpuMillis(), memory, inPlace, plan.liveWithin());
        started.add(node.host());
        if (!inPlace) {
          return;
        }
      }
    }
  }

  /** Live, and not just from an earlier recovery: every host is asked to grow once. */
  private boolean isDone(Got<GrowthAnswer> got) {
    return state(got) == Growth.LIVE && (plan == null || isGrown(got) || hasStarted(got));
  }

  private boolean hasStarted(Got<GrowthAnswer> got) {
    return started.contains(got.node().host());
  }

  /** Whether its size shows that it grew, for when it is unknown which hosts were asked to. */
  private boolean isGrown(Got<GrowthAnswer> got) {
    var has = limits(got.value());
    return resumed
        && state(got) == Growth.LIVE
        && enough(has.cpuMillis(), plan.to().cpuMillis())
        && enough(has.memoryBytes() / MEBIBYTE, plan.to().memoryBytes() / MEBIBYTE);
  }

  /** No limit (0) exceeds any limit. */
  private static boolean enough(long has, long wanted) {
    return has == 0 || has >= wanted;
  }

  /** The reported state; a growth that was reverted in an earlier recovery does not count. */
  private Growth state(Got<GrowthAnswer> got) {
    return switch (got.value().state()) {
      case "starting" -> Growth.STARTING;
      case "live" -> Growth.LIVE;
      case "putback" -> plan == null || hasStarted(got) ? Growth.PUT_BACK : Growth.NONE;
      case null, default -> Growth.NONE;
    };
  }

  private Size sizeOfAGrownHost(List<Got<GrowthAnswer>> answers) {
    return answers.stream()
        .filter(got -> state(got) == Growth.LIVE)
        .map(got -> limits(got.value()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * One host per call: CONFLICT until the previous host's server is back. False if a host kept a
   * person's manifest, or if no host had grown.
   */
  @Override
  public synchronized boolean shrink() {
    plan = null;
    resumed = false;
    started.clear();
    return shrinking.advance(nodes.reached(HalliganNode::growth).stream().map(Got::node).toList());
  }

  /** What the manifest said before; the current limits if the host does not know. */
  private static Size before(GrowthAnswer answer) {
    var cpu = answer.cpuBeforeMillis();
    var memory = answer.memoryBeforeBytes();
    return new Size(
        cpu == null ? answer.cpuLimitMillis() : cpu,
        memory == null ? answer.memoryLimitBytes() : memory);
  }

  private static Size limits(GrowthAnswer answer) {
    return new Size(answer.cpuLimitMillis(), answer.memoryLimitBytes());
  }

  private static long mebibytes(long bytes) {
    return bytes == 0 ? 0 : Math.max(1, bytes / MEBIBYTE);
  }
}
