package dev.halligan.diagnosis;

import java.util.List;
import java.util.Optional;

/**
 * Every instance answers at once, with errors: not overload, but what it stands on. kube-apiserver
 * answers so when it cannot reach etcd. Whatever the hosts say: who is drowned answers late.
 */
final class StoreFailing implements Rule {

  @Override
  public Optional<Verdict> judge(Situation situation) {
    if (!situation.ill() || !situation.recently(StoreFailing::atOnce)) {
      return Optional.empty();
    }
    List<Seen> recent = situation.recent();
    long errors = recent.stream().filter(one -> atOnce(one.kind())).count();
    return Optional.of(
        new Verdict.EtcdSlow(
            situation.since(Verdict.EtcdSlow.class, situation.onset()),
            List.of(
                ("%d of the last %d samples were answered at once with a server error: what the API"
                        + " server stands on (etcd, as a rule) fails, shedding load would not help.")
                    .formatted(errors, recent.size()))));
  }

  private static boolean atOnce(SampleKind kind) {
    return kind == SampleKind.SERVER_ERROR;
  }
}
