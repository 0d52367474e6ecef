package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.Map;
import java.util.Optional;

/**
 * What people have said on a request, by annotation.
 *
 * @param required whether the recovery as a whole waits for an approval
 */
public record Consent(
    boolean required,
    Optional<String> approvedBy,
    Optional<String> approvedStep,
    Optional<String> retriedStep,
    Optional<String> skippedStep,
    Optional<WorkloadReference> culprit) {

  public static final String APPROVED_BY = "halligan.dev/approved-by";
  public static final String APPROVE_STEP = "halligan.dev/approve-step";
  public static final String RETRY_STEP = "halligan.dev/retry-step";
  public static final String SKIP_STEP = "halligan.dev/skip-step";

  /** {@code Kind/namespace/name}. */
  public static final String CULPRIT = "halligan.dev/culprit";

  /** Reads the annotations of a request. */
  public static Consent of(boolean required, Map<String, String> annotations) {
    return new Consent(
        required,
        said(annotations, APPROVED_BY),
        said(annotations, APPROVE_STEP),
        said(annotations, RETRY_STEP),
        said(annotations, SKIP_STEP),
        said(annotations, CULPRIT).flatMap(WorkloadNames::parse));
  }

  private static Optional<String> said(Map<String, String> annotations, String key) {
    return Optional.ofNullable(annotations.get(key)).map(String::strip).filter(s -> !s.isEmpty());
  }
}
