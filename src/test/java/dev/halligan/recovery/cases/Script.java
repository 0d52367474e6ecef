package dev.halligan.recovery.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.List;

/**
 * A recovery as a case tells it. Every part may be left out.
 *
 * @param cluster what is unusual from the beginning, by the names of the settings of {@link
 *     dev.halligan.recovery.fake.FakeCluster}; a time in it counts from when it is set
 * @param playbook how the playbook differs from the built-in one
 * @param person what people wrote before the beginning
 * @param events what happens, in order; each waits for the one before
 * @param lasts how much time is played at most, 10 minutes if left out
 */
public record Script(
    JsonNode cluster,
    PlaybookChanges playbook,
    Asked request,
    Person person,
    List<Event> events,
    Span lasts) {

  public Script {
    playbook = playbook == null ? new PlaybookChanges(null, null, null) : playbook;
    request = request == null ? new Asked(false, null, false) : request;
    events = events == null ? List.of() : List.copyOf(events);
    lasts = lasts == null ? Span.of("10m") : lasts;
  }

  /**
   * The request.
   *
   * @param culprit whom it names
   * @param tellsOnset whether it says when the outage began: 12 s before the recovery
   */
  public record Asked(boolean dryRun, WorkloadReference culprit, boolean tellsOnset) {}

  /**
   * Something that happens. One of the first four says when; without any, at once.
   *
   * @param at so long after the beginning
   * @param later so long after the event before
   * @param after once this act was done, of those since the event before
   * @param once when a step is in this state: {@code scale-down Running}
   */
  public record Event(
      Span at,
      Span later,
      String after,
      String once,
      JsonNode cluster,
      Person person,
      Operator operator) {}

  /**
   * What befalls the operator.
   *
   * @param away for how long nobody works on the recovery
   * @param clock by how much its clock is set
   */
  public record Operator(Span away, Span clock) {}

  /**
   * What people write: into the request's annotations and abort, and into the cluster's spec.
   *
   * @param asksApproval whether the recovery needs an approval from now on
   * @param approvedBy who approves the recovery
   * @param approves the step that is approved
   * @param withdraws annotations that are removed, such as {@code culprit}
   */
  public record Person(
      Boolean asksApproval,
      String approvedBy,
      String approves,
      String retries,
      String skips,
      String culprit,
      List<String> withdraws,
      Boolean aborts,
      List<String> pauses,
      List<String> admins) {}
}
