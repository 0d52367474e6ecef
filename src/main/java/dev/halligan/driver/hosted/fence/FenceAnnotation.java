package dev.halligan.driver.hosted.fence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halligan.control.Fence.CohortShare;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a fence, in an annotation of its policy: enough to recreate the policy, and how far
 * the rollout of the fence is.
 *
 * @param since when the stage was reached, RFC 3339
 * @param before UIDs of the API-server pods when the fence was raised
 * @param eager whether the network is known to enforce fences, so that the first of several pods is
 *     replaced without waiting for the fence probe
 * @param readyAt how often the second fence probe had tried when all new pods were ready; null
 *     before
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record FenceAnnotation(
    Stage stage,
    String since,
    List<String> before,
    boolean eager,
    List<String> admins,
    List<Cohort> admitted,
    Integer readyAt) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The stages of the rollout. */
  enum Stage {
    /** Everyone is blocked except the fence probe, which opens connections. */
    POSTED,
    /** The fence probe is blocked too; the pods are replaced one by one. */
    SHUT,
    /** All pods are replaced; a second fence probe tries the new ones. */
    PROVING,
    /** It holds. */
    PROVEN
  }

  /** An admitted cohort and its share in percent. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Cohort(String name, List<String> cidrs, int share) {}

  static FenceAnnotation raised(
      Instant now, List<String> before, boolean eager, List<String> admins) {
    return new FenceAnnotation(
        Stage.POSTED, now.toString(), before, eager, admins, List.of(), null);
  }

  /** Empty if the text is not ours. */
  static Optional<FenceAnnotation> parse(String json) {
    try {
      return json == null
          ? Optional.empty()
          : Optional.of(MAPPER.readValue(json, FenceAnnotation.class))
              .filter(n -> n.stage() != null);
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the fence annotation cannot be serialized", e);
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

  FenceAnnotation at(Stage next, Instant now) {
    return new FenceAnnotation(next, now.toString(), before, eager, admins, admitted, null);
  }

  /** Restarts the time of the stage. */
  FenceAnnotation readyAt(Integer tries, Instant now) {
    return new FenceAnnotation(stage, now.toString(), before, eager, admins, admitted, tries);
  }

  FenceAnnotation admitting(List<String> newAdmins) {
    return new FenceAnnotation(stage, since, before, eager, newAdmins, admitted, readyAt);
  }

  FenceAnnotation admitting(CohortShare cohort) {
    var all = new ArrayList<>(admitted);
    all.removeIf(c -> c.name().equals(cohort.name()));
    all.add(new Cohort(cohort.name(), cohort.cidrs(), cohort.share()));
    return new FenceAnnotation(stage, since, before, eager, admins, List.copyOf(all), readyAt);
  }
}
