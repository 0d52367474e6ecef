package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.SampleKind;
import dev.halligan.diagnosis.signal.SampleRun;
import dev.halligan.probe.Lane;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The API server rejects the credentials of the ordinary lane, alone or with the admin lane. The
 * load is unknown then, so this is all that can be said.
 */
final class CredentialsExpiredRule implements Rule {

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    Duration sustainedFor = input.settings().sustainedFor();
    List<Lane> blind =
        Arrays.stream(Lane.values())
            .filter(lane -> run(input, lane).filter(s -> s.lasted(sustainedFor)).isPresent())
            .toList();
    if (!blind.contains(Lane.ORDINARY)) {
      return Optional.empty();
    }
    var since = run(input, Lane.ORDINARY).map(SampleRun::from).orElse(input.now());
    return Optional.of(
        new Verdict.CredentialsExpired(
            input.since(Verdict.CredentialsExpired.class, since),
            List.of(
                "Every probe on the %s since %s was rejected (401 or an untrusted certificate)."
                    .formatted(
                        blind.stream()
                            .map(lane -> lane.name().toLowerCase(Locale.ROOT) + " lane")
                            .collect(Collectors.joining(" and the ")),
                        since),
                "Renew the credentials in the Secrets that spec.access names; until then Halligan"
                    + " cannot measure the load.")));
  }

  private static Optional<SampleRun> run(DiagnosisInput input, Lane lane) {
    return SampleRun.newest(
        input.seen().stream().filter(one -> one.lane() == lane).toList(),
        kind -> kind == SampleKind.NOT_TRUSTED,
        0,
        input.settings().sustainedFor());
  }
}
