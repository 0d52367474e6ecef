package dev.halligan.e2e.fleet.played;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The fence of one played host: who is answered. It dies by itself when it is not renewed. */
final class PlayedFence {

  /** Clients let back; {@code share} in percent. */
  record Cohort(List<Network> networks, int share) {}

  private final LongSupplier nanos;
  private final Map<String, Cohort> cohorts = new LinkedHashMap<>();
  private List<Network> friends = List.of();
  private List<String> admins = List.of();
  private List<Integer> ports = List.of();
  private long since;
  private long until;
  private int raised;

  /** {@code nanos}: as System.nanoTime. */
  PlayedFence(LongSupplier nanos) {
    this.nanos = nanos;
    this.until = nanos.getAsLong();
  }

  /** Raises it, or changes who passes one that is up. */
  synchronized void isolate(String adminCidrs, String own, int port, Duration ttl) {
    if (!isUp()) {
      cohorts.clear();
      since = nanos.getAsLong();
      raised++;
    }
    admins = List.of(adminCidrs.split(","));
    friends =
        Stream.concat(Network.parseAll(adminCidrs).stream(), Network.parseAll(own).stream())
            .toList();
    ports = List.of(port);
    until = nanos.getAsLong() + ttl.toNanos();
  }

  /** False when there is none. */
  synchronized boolean renew(Duration ttl) {
    boolean up = isUp();
    until = up ? nanos.getAsLong() + ttl.toNanos() : until;
    return up;
  }

  /** False when there is none. */
  synchronized boolean admit(String name, String cidrs, int share) {
    if (!isUp()) {
      return false;
    }
    cohorts.put(name, new Cohort(Network.parseAll(cidrs), share));
    return true;
  }

  /** Whether one was up. */
  synchronized boolean lift() {
    boolean up = isUp();
    until = nanos.getAsLong();
    cohorts.clear();
    return up;
  }

  synchronized boolean isUp() {
    return until - nanos.getAsLong() > 0;
  }

  /** Whether that address is answered; a share of a cohort is whole from 100 percent on. */
  synchronized boolean admits(InetAddress address) {
    return !isUp()
        || Network.anyHolds(friends, address)
        || cohorts.values().stream()
            .anyMatch(c -> c.share() >= 100 && Network.anyHolds(c.networks(), address));
  }

  synchronized Duration left() {
    return Duration.ofNanos(Math.max(0, until - nanos.getAsLong()));
  }

  /** How long it has been up; zero when it is not. */
  synchronized Duration age() {
    return isUp() ? Duration.ofNanos(nanos.getAsLong() - since) : Duration.ZERO;
  }

  /** How often one was raised, not counting changes of one that was up. */
  synchronized int raised() {
    return raised;
  }

  synchronized List<String> admins() {
    return isUp() ? admins : List.of();
  }

  synchronized List<Integer> ports() {
    return isUp() ? ports : List.of();
  }

  /** Shares in percent by cohort, in the order in which they were first let in. */
  synchronized Map<String, Integer> shares() {
    Map<String, Integer> shares = new LinkedHashMap<>();
    cohorts.forEach((name, cohort) -> shares.put(name, isUp() ? cohort.share() : 0));
    return shares;
  }
}
