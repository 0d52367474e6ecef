package dev.halligan.recovery.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Plan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns a playbook into a frozen plan, or says what is wrong with it. Pure. */
public sealed interface Planning {

  /** The plan, frozen and hashed, so that exactly the approved plan is carried out. */
  record Planned(Plan plan) implements Planning {}

  /** The playbook cannot be carried out. */
  record Refused(String reason, String message) implements Planning {}

  /** Each action and the one that must come before it. */
  List<Order> ORDER =
      List.of(
          new Order(ActionType.READMIT, ActionType.ISOLATE, "no client is blocked before it"),
          new Order(
              ActionType.THAW, ActionType.FREEZE_NODE_LIFECYCLE, "nothing is frozen before it"),
          new Order(
              ActionType.REMOVE_ROLLOUT, ActionType.FIND_CULPRIT, "no culprit is known before it"),
          new Order(
              ActionType.SCALE_DOWN_NOISY,
              ActionType.FIND_CULPRIT,
              "no noisy workload is known before it"));

  /** Each action and the one that must follow to undo its effect. */
  List<Order> CLOSING =
      List.of(
          new Order(
              ActionType.ISOLATE,
              ActionType.READMIT,
              "clients would stay blocked until the fence expires"),
          new Order(ActionType.FREEZE_NODE_LIFECYCLE, ActionType.THAW, "nodes would stay frozen"),
          new Order(
              ActionType.SCALE_DOWN_NOISY,
              ActionType.RESTORE_WORKLOADS,
              "workloads would stay at zero replicas"),
          new Order(
              ActionType.REDIRECT_TRAFFIC,
              ActionType.RESTORE_WORKLOADS,
              "traffic would stay redirected"));

  /** A rule between two actions and the reason for it. */
  record Order(ActionType action, ActionType other, String why) {}

  /** Plans the named playbook. */
  static Planning plan(String name, RecoveryPlaybookSpec playbook) {
    List<Step> steps = playbook == null || playbook.steps() == null ? List.of() : playbook.steps();
    return problem(steps)
        .<Planning>map(
            p -> new Refused(reason(steps), "playbook " + name + ": " + p + ". Nothing was done."))
        .orElseGet(() -> new Planned(new Plan(name, hash(steps), steps)));
  }

  private static String reason(List<Step> steps) {
    return steps.stream().anyMatch(s -> s.action() == null)
        ? Reasons.UNKNOWN_ACTION
        : Reasons.WRONG_ORDER;
  }

  private static Optional<String> problem(List<Step> steps) {
    if (steps.isEmpty()) {
      return Optional.of("it has no steps; add at least one");
    }
    Set<String> names = new HashSet<>();
    Set<ActionType> seen = new HashSet<>();
    for (Step step : steps) {
      Optional<String> problem = problem(step, names, seen);
      if (problem.isPresent()) {
        return problem;
      }
      names.add(step.name());
      seen.add(step.action());
    }
    List<ActionType> order = steps.stream().map(Step::action).toList();
    return CLOSING.stream()
        .filter(o -> seen.contains(o.action()))
        .filter(o -> order.indexOf(o.other()) < order.indexOf(o.action()))
        .map(o -> "%s needs a later %s: %s".formatted(o.action().word(), o.other().word(), o.why()))
        .findFirst();
  }

  private static Optional<String> problem(Step step, Set<String> names, Set<ActionType> seen) {
    if (step.action() == null) {
      return Optional.of(
          ("step %s has an action that this version does not know; upgrade Halligan or use one of"
                  + " %s")
              .formatted(step.name(), String.join(", ", words())));
    }
    if (names.contains(step.name())) {
      return Optional.of("two steps are named " + step.name() + "; give each its own name");
    }
    if (seen.contains(step.action())) {
      return Optional.of(
          "%s appears twice; each action may appear only once".formatted(step.action().word()));
    }
    return ORDER.stream()
        .filter(o -> o.action() == step.action() && !seen.contains(o.other()))
        .map(
            o ->
                "step %s (%s) must come after %s: %s"
                    .formatted(step.name(), o.action().word(), o.other().word(), o.why()))
        .findFirst();
  }

  private static List<String> words() {
    return List.of(ActionType.values()).stream().map(ActionType::word).toList();
  }

  /** SHA-256 over the steps, the first 16 hexadecimal digits. */
  static String hash(List<Step> steps) {
    try {
      byte[] json = new JsonMapper().writeValueAsString(steps).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("the plan could not be hashed", e);
    }
  }
}
