package dev.halligan.e2e.fleet.played;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All played clusters of this process, each at an address of its own. */
public final class PlayedFleet implements AutoCloseable {
  /** The range whose addresses are all this machine's; e2e/fleet makes it so. */
  private static final String RANGE = "10.201";

  private static final int HOSTS = 250;
  private static final Duration TICK = Duration.ofMillis(200);

  private final PlayedTls tls;
  private final SshKeys keys = SshKeys.generate();
  private final Clock clock;
  private final Map<Integer, PlayedCluster> clusters = new ConcurrentSkipListMap<>();
  private final SshDoor ssh;
  private final Thread ticker;

  public PlayedFleet(PlayedTls tls, Clock clock) {
    this.tls = tls;
    this.clock = clock;
    this.ssh = new SshDoor(keys, this::at);
    this.ticker = Thread.ofVirtual().name("ticker").start(this::tick);
  }

  /** The keys with which the hosts are reached. */
  public SshKeys keys() {
    return keys;
  }

  /** Makes the clusters of these numbers. */
  public List<PlayedCluster> add(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(
            number -> {
              PlayedCluster made =
                  new PlayedCluster("c-%04d".formatted(number), address(number), tls, ssh, clock);
              clusters.put(number, made);
              return made;
            })
        .toList();
  }

  /** Takes a cluster away, and whatever it was. */
  public void remove(PlayedCluster cluster) {
    clusters.values().remove(cluster);
    cluster.close();
  }

  public List<PlayedCluster> clusters() {
    return List.copyOf(clusters.values());
  }

  static InetAddress address(int number) {
    return InetAddress.ofLiteral("%s.%d.%d".formatted(RANGE, number / HOSTS, number % HOSTS + 1));
  }

  private PlayedCluster at(InetAddress address) {
    byte[] bytes = address.getAddress();
    return clusters.get((bytes[2] & 0xFF) * HOSTS + (bytes[3] & 0xFF) - 1);
  }

  private void tick() {
    try {
      while (true) {
        clusters.values().forEach(PlayedCluster::settle);
        Thread.sleep(TICK);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many in which state, for people. */
  public String summary() {
    return clusters.values().stream()
        .collect(Collectors.groupingBy(PlayedCluster::now, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(count -> count.getValue() + " " + count.getKey().describe())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    ticker.interrupt();
    clusters().forEach(this::remove);
    ssh.close();
  }
}
