package dev.halligan.recovery.action.isolation;

import dev.halligan.net.Cidr;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.step.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Halligan's own addresses that the fence admits for this recovery only, because the hosts saw
 * Halligan come from there in the middle of it. Kept in the progress of Isolate.
 */
final class Admitted {
  private static final String CALLERS = "callers";

  private Admitted() {}

  static List<String> of(StepContext step) {
    return Optional.ofNullable(step.progress().get(CALLERS))
        .map(text -> List.of(text.split(",")))
        .orElse(List.of());
  }

  /** These and the addresses admitted so far, as single-address ranges. */
  static List<String> with(StepContext step, List<String> callers) {
    List<String> all = new ArrayList<>(of(step));
    callers.stream().map(Admitted::range).filter(r -> !all.contains(r)).forEach(all::add);
    return List.copyOf(all);
  }

  /** Whether this address of Halligan's is not admitted yet. */
  static boolean isNews(StepContext step, String caller) {
    List<String> passing = new ArrayList<>(step.cluster().admins().cidrs());
    passing.addAll(of(step));
    return passing.stream().map(Cidr::parse).noneMatch(range -> range.contains(caller));
  }

  static void remember(StepContext step, List<String> ranges) {
    step.record()
        .progress(step.index(), Steps.plus(step.progress(), CALLERS, String.join(",", ranges)));
  }

  private static String range(String address) {
    return address + (address.contains(":") ? "/128" : "/32");
  }
}
