package dev.halligan.control.fence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halligan.control.fence.Fence.CohortShare;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a fence remembers in an annotation of its policy: enough to make the policy anew, and how
 * far it is on its way up.
 *
 * @param since when the stage was reached, RFC 3339
 * @param before UIDs of the API-server pods when it was raised
 * @param eager whether the network was proven to hold fences, so that the first of several pods is
 *     recycled without waiting for the sentry
 * @param readyAt how often the second sentry had tried when all recycled pods were ready; null
 *     before
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record FenceNote(
    Stage stage,
    String since,
    List<String> before,
    boolean eager,
    List<String> admins,
    List<Cohort> admitted,
    Integer readyAt) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The way up. */
  enum Stage {
    /** Everybody is shut out but the sentry, which takes hold of connections. */
    POSTED,
    /** So is the sentry; the pods are recycled one by one. */
    SHUT,
    /** All are recycled; another sentry tries the new ones. */
    PROVING,
    /** It holds. */
    PROVEN
  }

  /** Who is let through, and the share in percent. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Cohort(String name, List<String> cidrs, int share) {}

  static FenceNote raised(Instant now, List<String> before, boolean eager, List<String> admins) {
    return new FenceNote(Stage.POSTED, now.toString(), before, eager, admins, List.of(), null);
  }

  /** Empty when the text is none of ours. */
  static Optional<FenceNote> parse(String json) {
    try {
      return json == null
          ? Optional.empty()
          : Optional.of(MAPPER.readValue(json, FenceNote.class)).filter(n -> n.stage() != null);
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a note that cannot be written", e);
    }
  }

  /** How many API-server pods there were when it was raised. */
  int instances() {
    return before.size();
  }

  /** Whether it has been in its stage for that long. */
  boolean isLonger(Duration than, Instant now) {
    return now.isAfter(Instant.parse(since).plus(than));
  }

  FenceNote at(Stage next, Instant now) {
    return new FenceNote(next, now.toString(), before, eager, admins, admitted, null);
  }

  /** The stage begins anew with it. */
  FenceNote readyAt(Integer tries, Instant now) {
    return new FenceNote(stage, now.toString(), before, eager, admins, admitted, tries);
  }

  FenceNote admitting(List<String> newAdmins) {
    return new FenceNote(stage, since, before, eager, newAdmins, admitted, readyAt);
  }

  FenceNote admitting(CohortShare cohort) {
    var all = new ArrayList<>(admitted);
    all.removeIf(c -> c.name().equals(cohort.name()));
    all.add(new Cohort(cohort.name(), cohort.cidrs(), cohort.share()));
    return new FenceNote(stage, since, before, eager, admins, List.copyOf(all), readyAt);
  }
}
