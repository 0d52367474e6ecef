package dev.halligan.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Every instance answers at once, with errors: not overload, but what it stands on. kube-apiserver
 * answers so when it cannot reach etcd.
 */
final class StoreFailing implements Rule {

  @Override
  public Optional<Verdict> judge(Situation situation) {
    Instant after = situation.now().minus(situation.settings().sustainedFor());
    List<Seen> recent =
        situation.seen().stream()
            .filter(one -> one.ordinary() && one.end().isAfter(after))
            .toList();
    long errors = recent.stream().filter(one -> one.kind() == SampleKind.SERVER_ERROR).count();
    boolean mostly = 100 * errors >= (long) Stretch.SHARE * recent.size();
    if (!situation.ill() || !mostly) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.EtcdSlow(
            situation.since(Verdict.EtcdSlow.class, situation.onset()),
            List.of(
                ("%d of the last %d samples were answered at once with a server error: what the API"
                        + " server stands on (etcd, as a rule) fails, shedding load would not help.")
                    .formatted(errors, recent.size()))));
  }
}
