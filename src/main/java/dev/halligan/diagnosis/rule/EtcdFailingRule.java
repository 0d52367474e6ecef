package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.ClassifiedSample;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.SampleKind;
import java.util.List;
import java.util.Optional;

/**
 * Every instance answers immediately, but with errors. That is a failing dependency, not overload:
 * kube-apiserver answers so when it cannot reach etcd. Whatever the hosts report: an overloaded
 * server answers late.
 */
final class EtcdFailingRule implements Rule {

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    if (!input.ill() || !input.recently(EtcdFailingRule::atOnce)) {
      return Optional.empty();
    }
    List<ClassifiedSample> recent = input.recent();
    long errors = recent.stream().filter(one -> atOnce(one.kind())).count();
    return Optional.of(
        new Verdict.EtcdFailing(
            input.since(Verdict.EtcdFailing.class, input.onset()),
            List.of(
                ("%d of the last %d probes got a server error immediately: a dependency of the API"
                        + " server (usually etcd) is failing, so shedding load would not help.")
                    .formatted(errors, recent.size()))));
  }

  private static boolean atOnce(SampleKind kind) {
    return kind == SampleKind.SERVER_ERROR;
  }
}
