package dev.halligan.diagnosis.signal;

import dev.halligan.diagnosis.NodeEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts' reports about their API servers in the last ten minutes, per host, oldest first.
 *
 * @param earlier when the cluster was ill before: reports from then are not a baseline
 */
public record InstanceReports(
    Map<String, List<NodeEvidence>> byHost, Instant now, EarlierTrouble earlier) {

  /** How long a process counts as starting. */
  public static final Duration START = Duration.ofSeconds(30);

  private static final Duration MEMORY = Duration.ofMinutes(10);
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final int NEAR_LIMIT = 90;

  /** The shortest default accept queue of Linux. */
  private static final int ACCEPT_QUEUE = 128;

  static InstanceReports of(List<NodeEvidence> nodes, Instant now) {
    return of(nodes, now, EarlierTrouble.NONE);
  }

  static InstanceReports of(List<NodeEvidence> nodes, Instant now, EarlierTrouble earlier) {
    return new InstanceReports(
        nodes.stream()
            .filter(one -> !one.at().isAfter(now) && one.at().isAfter(now.minus(MEMORY)))
            .sorted(Comparator.comparing(NodeEvidence::at))
            .collect(Collectors.groupingBy(NodeEvidence::host, TreeMap::new, Collectors.toList())),
        now,
        earlier);
  }

  /** Whether the newest report of any host is fresh and says that it is reachable. */
  public boolean anyReachable() {
    return byHost.values().stream()
        .map(List::getLast)
        .anyMatch(one -> one.reachable() && one.at().isAfter(now.minus(FRESH)));
  }

  /** Whether any host answered in the last minute, even if it missed a request since. */
  boolean anyHeardLately() {
    return all().anyMatch(one -> one.reachable() && one.at().isAfter(now.minus(FRESH)));
  }

  /** The reports of each host separately. */
  List<InstanceReports> each() {
    return byHost.values().stream().map(reports -> of(reports, now, earlier)).toList();
  }

  /** Reports of reachable hosts. */
  InstanceReports answered() {
    return only(NodeEvidence::reachable);
  }

  /** Only the newest report of each host. */
  InstanceReports newest() {
    return of(byHost.values().stream().map(List::getLast).toList(), now, earlier);
  }

  /** The number of reports over all hosts. */
  long count() {
    return all().count();
  }

  /** Only reports from before a time. */
  InstanceReports until(Instant moment) {
    return only(one -> one.at().isBefore(moment));
  }

  /** Only reports from before a time, while the cluster was not known to be ill. */
  InstanceReports calmUntil(Instant moment) {
    return only(one -> isCalm(one, moment));
  }

  private boolean isCalm(NodeEvidence one, Instant moment) {
    return one.at().isBefore(moment) && !earlier.covers(one.at());
  }

  /** Only reports from a time on. */
  InstanceReports since(Instant moment) {
    return only(one -> !one.at().isBefore(moment));
  }

  /** How long the process in a report had been seen by then; zero if unknown. */
  Duration processAge(NodeEvidence one) {
    return all()
        .filter(one::isOfProcessOf)
        .map(NodeEvidence::at)
        .min(Comparator.naturalOrder())
        .map(first -> Duration.between(first, one.at()))
        .orElse(Duration.ZERO);
  }

  /** Whether every host has reported since that time a process from before it. */
  public boolean processesStayedSince(Instant moment) {
    return !byHost.isEmpty() && newest().all().allMatch(one -> stayed(one, moment));
  }

  private boolean stayed(NodeEvidence one, Instant since) {
    return !one.at().isBefore(since) && one.at().minus(processAge(one)).isBefore(since);
  }

  /** OOM kills that reports added from a time on, over all hosts. */
  long newOomKills(Instant from) {
    return grown(NodeEvidence::oomKills, from);
  }

  /** OOM kills between two reports from a time on, of the host with the most. */
  public long mostOomKills(Instant from) {
    return since(from).each().stream().mapToLong(host -> host.newOomKills(from)).max().orElse(0);
  }

  /** Restarts that reports added from a time on, over all hosts. */
  public long newRestarts(Instant from) {
    return grown(NodeEvidence::restarts, from);
  }

  /** Reports in which the CPU use was at its limit, over all hosts. */
  long atCpuLimit() {
    return all().filter(one -> reaches(one.cpuMillis(), one.cpuLimitMillis())).count();
  }

  /** Reports in which the memory was near its limit, over all hosts. */
  long nearMemoryLimit() {
    return all().filter(one -> reaches(one.memoryBytes(), one.memoryLimitBytes())).count();
  }

  /** Whether there are enough reports, at most half of them at a limit. */
  boolean calm(ToLongFunction<InstanceReports> atLimit, int fewest) {
    return count() >= fewest && 2 * atLimit.applyAsLong(this) <= count();
  }

  /**
   * Whether a host has more connections since a time than usual before, by enough to fill an accept
   * queue; also true if no host counts them.
   */
  boolean connectionsPiledUp(Instant since) {
    return all().allMatch(one -> one.connections().isEmpty())
        || byHost.values().stream().anyMatch(reports -> piledUp(reports, since));
  }

  /** Whether any report counts connections. */
  boolean countsConnections() {
    return all().anyMatch(one -> one.connections().isPresent());
  }

  /** The usual CPU use of one host before a time, in thousandths of a core. */
  OptionalInt usualCpuMillis(Instant moment) {
    return median(rising(calmUntil(moment).all(), NodeEvidence::cpuMillis));
  }

  private boolean piledUp(List<NodeEvidence> reports, Instant since) {
    OptionalInt usual =
        median(
            rising(reports.stream().filter(one -> isCalm(one, since)), NodeEvidence::connections));
    int[] ill =
        rising(
            reports.stream().filter(one -> !one.at().isBefore(since)), NodeEvidence::connections);
    return usual.isPresent()
        && ill.length > 0
        && ill[ill.length - 1] - usual.getAsInt() >= Math.max(ACCEPT_QUEUE, usual.getAsInt() / 10);
  }

  private static int[] rising(
      Stream<NodeEvidence> reports, Function<NodeEvidence, OptionalInt> what) {
    return reports.map(what).flatMapToInt(OptionalInt::stream).sorted().toArray();
  }

  private static OptionalInt median(int[] rising) {
    return rising.length == 0
        ? OptionalInt.empty()
        : OptionalInt.of(rising[(rising.length - 1) / 2]);
  }

  InstanceReports only(Predicate<NodeEvidence> which) {
    return of(all().filter(which).toList(), now, earlier);
  }

  /** All of them, host by host. */
  Stream<NodeEvidence> all() {
    return byHost.values().stream().flatMap(List::stream);
  }

  private long grown(Function<NodeEvidence, OptionalLong> counter, Instant from) {
    return byHost.values().stream().mapToLong(reports -> grown(reports, counter, from)).sum();
  }

  private static long grown(
      List<NodeEvidence> reports, Function<NodeEvidence, OptionalLong> counter, Instant from) {
    List<NodeEvidence> counting =
        reports.stream().filter(one -> counter.apply(one).isPresent()).toList();
    long grown = 0;
    for (int i = 1; i < counting.size(); i++) {
      long before = counter.apply(counting.get(i - 1)).getAsLong();
      long after = counter.apply(counting.get(i)).getAsLong();
      grown += counting.get(i).at().isBefore(from) ? 0 : Math.max(0, after - before);
    }
    return grown;
  }

  private static boolean reaches(OptionalInt value, OptionalInt limit) {
    return value.isPresent()
        && limit.isPresent()
        && limit.getAsInt() > 0
        && 100L * value.getAsInt() >= (long) NEAR_LIMIT * limit.getAsInt();
  }

  private static boolean reaches(OptionalLong value, OptionalLong limit) {
    return value.isPresent()
        && limit.isPresent()
        && limit.getAsLong() > 0
        && value.getAsLong() >= limit.getAsLong() / 100.0 * NEAR_LIMIT;
  }
}
