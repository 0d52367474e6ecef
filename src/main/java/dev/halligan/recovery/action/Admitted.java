package dev.halligan.recovery.action;

import dev.halligan.recovery.Cidr;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Addresses of ours that a fence lets pass for this recovery only, because the hosts came to see us
 * there in the middle of it. Kept in the progress of Isolate.
 */
final class Admitted {
  private static final String CALLERS = "callers";

  private Admitted() {}

  static List<String> of(StepContext step) {
    return Optional.ofNullable(step.progress().get(CALLERS))
        .map(text -> List.of(text.split(",")))
        .orElse(List.of());
  }

  /** These and what was admitted so far, as single addresses. */
  static List<String> with(StepContext step, List<String> callers) {
    List<String> all = new ArrayList<>(of(step));
    callers.stream().map(Admitted::range).filter(r -> !all.contains(r)).forEach(all::add);
    return List.copyOf(all);
  }

  /** Whether an address of ours is not let pass yet. */
  static boolean isNews(StepContext step, String caller) {
    List<String> passing = new ArrayList<>(step.situation().cluster().admins().cidrs());
    passing.addAll(of(step));
    return passing.stream().map(Cidr::parse).noneMatch(range -> range.contains(caller));
  }

  static void remember(StepContext step, List<String> ranges) {
    step.ledger()
        .progress(step.index(), Steps.plus(step.progress(), CALLERS, String.join(",", ranges)));
  }

  private static String range(String address) {
    return address + (address.contains(":") ? "/128" : "/32");
  }
}
