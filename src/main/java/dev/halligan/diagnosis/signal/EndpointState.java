package dev.halligan.diagnosis.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One API-server instance, or the load balancer, as its samples show it. The ordinary lane shows
 * what users experience; both lanes show whether it is present.
 *
 * @param bad the bad run on the ordinary lane; one good answer does not end it, two in a row do
 * @param marginal the run in which about every other answer is late, once it counts
 * @param good the good run on the ordinary lane; any bad answer ends it
 * @param silence the newest samples on both lanes that got no response at all
 * @param cut the part of that silence that the network may explain
 */
public record EndpointState(
    String endpoint,
    List<ClassifiedSample> seen,
    Optional<SampleRun> bad,
    Optional<SampleRun> marginal,
    Optional<SampleRun> good,
    Optional<SampleRun> silence,
    Optional<SampleRun> cut) {

  private static final int TOLERATED_GOOD = 1;

  /**
   * @param seen samples of this endpoint, oldest first
   * @param from no run starts before this; {@link Instant#MIN} for any
   */
  static EndpointState of(
      String endpoint, List<ClassifiedSample> seen, Duration sustainedFor, Instant from) {
    List<ClassifiedSample> lately = seen.stream().filter(one -> !one.at().isBefore(from)).toList();
    List<ClassifiedSample> telling =
        lately.stream()
            .filter(one -> one.ordinary() && one.kind() != SampleKind.NOT_TRUSTED)
            .toList();
    return new EndpointState(
        endpoint,
        seen,
        SampleRun.newest(telling, SampleKind::bad, TOLERATED_GOOD, sustainedFor),
        IntermittentRun.newest(telling, sustainedFor),
        SampleRun.newest(telling, kind -> kind == SampleKind.GOOD, 0, sustainedFor),
        SampleRun.newest(lately, SampleKind::silent, 0, sustainedFor),
        SampleRun.newest(lately, SampleKind::unconnected, 0, sustainedFor));
  }

  boolean ill(Duration sustainedFor) {
    return lasted(bad, sustainedFor);
  }

  public boolean well(Duration sustainedFor) {
    return lasted(good, sustainedFor);
  }

  public boolean silent(Duration sustainedFor) {
    return lasted(silence, sustainedFor);
  }

  public boolean cutOff(Duration sustainedFor) {
    return lasted(cut, sustainedFor);
  }

  /** Whether the newest sample got no response, and the host itself refused it. */
  public boolean goneNow() {
    return silentNow() && cut.isEmpty();
  }

  public boolean silentNow() {
    return silence.isPresent();
  }

  public boolean illNow() {
    return good.isEmpty() && bad.isPresent();
  }

  Optional<Instant> badSince() {
    return bad.map(SampleRun::from);
  }

  private static boolean lasted(Optional<SampleRun> run, Duration sustainedFor) {
    return run.filter(one -> one.lasted(sustainedFor)).isPresent();
  }
}
