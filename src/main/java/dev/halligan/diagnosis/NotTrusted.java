package dev.halligan.diagnosis;

import dev.halligan.probe.Lane;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The ordinary lane, alone or with the admin lane, is turned away as a stranger: with nothing known
 * of the load, this is all that can be said.
 */
final class NotTrusted implements Rule {

  @Override
  public Optional<Verdict> judge(Situation situation) {
    Duration sustainedFor = situation.settings().sustainedFor();
    List<Lane> blind =
        Arrays.stream(Lane.values())
            .filter(
                lane -> stretch(situation, lane).filter(s -> s.lasted(sustainedFor)).isPresent())
            .toList();
    if (!blind.contains(Lane.ORDINARY)) {
      return Optional.empty();
    }
    var since = stretch(situation, Lane.ORDINARY).map(Stretch::from).orElse(situation.now());
    return Optional.of(
        new Verdict.CredentialsExpired(
            situation.since(Verdict.CredentialsExpired.class, since),
            List.of(
                "Every sample of the %s since %s was turned away (401 or an untrusted certificate)."
                    .formatted(
                        blind.stream()
                            .map(lane -> lane.name().toLowerCase(Locale.ROOT) + " lane")
                            .collect(Collectors.joining(" and the ")),
                        since),
                "Renew the credentials in the Secrets of spec.access; until then the load is not"
                    + " seen.")));
  }

  private static Optional<Stretch> stretch(Situation situation, Lane lane) {
    return Stretch.newest(
        situation.seen().stream().filter(one -> one.lane() == lane).toList(),
        kind -> kind == SampleKind.NOT_TRUSTED,
        0,
        situation.settings().sustainedFor());
  }
}
