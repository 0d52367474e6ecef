package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One API-server instance, or the balancer, as its samples show it. What users feel is judged on
 * the ordinary lane, whether anybody is there on both.
 *
 * @param bad the bad run on the ordinary lane; one good answer does not end it, two in a row do
 * @param marginal the run in which about every other answer is late, once it is believed
 * @param good the good run on the ordinary lane; any bad answer ends it
 * @param silence the newest samples of both lanes to which nothing was said at all
 * @param cut the part of that silence that may be the network's
 */
record Instance(
    String endpoint,
    List<Seen> seen,
    Optional<Stretch> bad,
    Optional<Stretch> marginal,
    Optional<Stretch> good,
    Optional<Stretch> silence,
    Optional<Stretch> cut) {

  private static final int TOLERATED_GOOD = 1;

  /**
   * @param seen samples of this endpoint, oldest first
   * @param from no run began before; {@link Instant#MIN} for any
   */
  static Instance of(String endpoint, List<Seen> seen, Duration sustainedFor, Instant from) {
    List<Seen> lately = seen.stream().filter(one -> !one.at().isBefore(from)).toList();
    List<Seen> telling =
        lately.stream()
            .filter(one -> one.ordinary() && one.kind() != SampleKind.NOT_TRUSTED)
            .toList();
    return new Instance(
        endpoint,
        seen,
        Stretch.newest(telling, SampleKind::bad, TOLERATED_GOOD, sustainedFor),
        MarginalRun.newest(telling, sustainedFor),
        Stretch.newest(telling, kind -> kind == SampleKind.GOOD, 0, sustainedFor),
        Stretch.newest(lately, SampleKind::silent, 0, sustainedFor),
        Stretch.newest(lately, SampleKind::unconnected, 0, sustainedFor));
  }

  boolean ill(Duration sustainedFor) {
    return lasted(bad, sustainedFor);
  }

  boolean well(Duration sustainedFor) {
    return lasted(good, sustainedFor);
  }

  boolean silent(Duration sustainedFor) {
    return lasted(silence, sustainedFor);
  }

  boolean cutOff(Duration sustainedFor) {
    return lasted(cut, sustainedFor);
  }

  /** Whether the newest sample brought nothing at all, and the host itself said no. */
  boolean goneNow() {
    return silentNow() && cut.isEmpty();
  }

  boolean silentNow() {
    return silence.isPresent();
  }

  boolean illNow() {
    return good.isEmpty() && bad.isPresent();
  }

  Optional<Instant> badSince() {
    return bad.map(Stretch::from);
  }

  private static boolean lasted(Optional<Stretch> stretch, Duration sustainedFor) {
    return stretch.filter(one -> one.lasted(sustainedFor)).isPresent();
  }
}
