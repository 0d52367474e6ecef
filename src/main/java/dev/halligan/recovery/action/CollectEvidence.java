package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.EvidenceBook;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Undoing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Notes who was in the queues and who was connected before the fence empties them. A drowning
 * server takes 5 s to say so: what was taken at the first suspicion is used, else two seconds are
 * waited.
 */
public final class CollectEvidence implements Action {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Override
  public ActionType type() {
    return ActionType.COLLECT_EVIDENCE;
  }

  @Override
  public String intent(StepContext step) {
    return "ask the API server who fills its queues and the hosts who is connected, for at most 2 s";
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    step.situation().evidence().take();
    return Map.of();
  }

  @Override
  public Outcome act(StepContext step) {
    Optional<EvidenceBook.Page> page = Suspects.page(step.situation(), step.ledger());
    if (page.isPresent()) {
      return new Outcome.Done(
          "%d identities in the queues, %d addresses connected"
              .formatted(page.get().identities().size(), page.get().connections().size()),
          top(page.get()));
    }
    if (Duration.between(step.startedAt(), step.now()).compareTo(PATIENCE) < 0) {
      return new Outcome.Again("asking", Duration.ofMillis(200), step.progress());
    }
    return new Outcome.Skipped("no answer within 2 s; the fence will tell who knocks");
  }

  private static Map<String, String> top(EvidenceBook.Page page) {
    Map<String, String> top = new LinkedHashMap<>();
    page.identities().stream()
        .limit(3)
        .forEach(
            i -> top.put(i.user(), "%d %s %s".formatted(i.requests(), i.verb(), i.resource())));
    page.connections().stream()
        .limit(3)
        .forEach(c -> top.put(c.address(), c.packets() + " connections"));
    return top;
  }

  @Override
  public Undoing undo(StepContext step) {
    return new Undoing.Undone("nothing to take back");
  }
}
