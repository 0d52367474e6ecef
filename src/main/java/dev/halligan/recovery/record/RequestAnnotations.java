package dev.halligan.recovery.record;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * People's decisions on a request, given as annotations. The value for a step is its name, or
 * {@code NAME#2} and so on, because each value counts once.
 *
 * @param required whether the recovery as a whole needs an approval
 * @param culprit the text of the annotation, valid or not
 */
public record RequestAnnotations(
    boolean required,
    Optional<String> approvedBy,
    Optional<String> approvedStep,
    Optional<String> retriedStep,
    Optional<String> skippedStep,
    Optional<String> culprit) {

  /** On a request: approves the recovery; the value says who approves. */
  public static final String APPROVED_BY = "halligan.dev/approved-by";

  /** On a request: approves the named step. */
  public static final String APPROVE_STEP = "halligan.dev/approve-step";

  /** On a request: retries the named step. */
  public static final String RETRY_STEP = "halligan.dev/retry-step";

  /** On a request: skips the named step, or in a rollback leaves it as it is. */
  public static final String SKIP_STEP = "halligan.dev/skip-step";

  /** On a request: the workload to blame, as {@code Kind/namespace/name}. */
  public static final String CULPRIT = "halligan.dev/culprit";

  /** Reads the annotations of a request. */
  public static RequestAnnotations of(boolean required, Map<String, String> annotations) {
    return new RequestAnnotations(
        required,
        said(annotations, APPROVED_BY),
        said(annotations, APPROVE_STEP),
        said(annotations, RETRY_STEP),
        said(annotations, SKIP_STEP),
        said(annotations, CULPRIT));
  }

  /** The value that approves the step, if there is one. */
  public Optional<String> approval(String step) {
    return approvedStep.filter(word -> isFor(step, word));
  }

  /** The value that retries the step, if there is one. */
  public Optional<String> retry(String step) {
    return retriedStep.filter(word -> isFor(step, word));
  }

  /** The value that skips the step, or leaves it as it is; several are separated by commas. */
  public Optional<String> skip(String step) {
    return skippedStep.stream()
        .flatMap(words -> Stream.of(words.split(",")))
        .map(String::strip)
        .filter(word -> isFor(step, word))
        .findFirst();
  }

  /** The value to ask for if {@code last} (null or empty: none) no longer counts. */
  public static String next(String step, String last) {
    if (last == null || last.isEmpty()) {
      return step;
    }
    String number = last.substring(last.indexOf('#') + 1);
    boolean again = last.contains("#") && number.matches("[0-9]{1,6}");
    return step + "#" + (again ? Integer.parseInt(number) + 1 : 2);
  }

  private static boolean isFor(String step, String word) {
    return word.equals(step) || word.startsWith(step + "#");
  }

  private static Optional<String> said(Map<String, String> annotations, String key) {
    return Optional.ofNullable(annotations.get(key)).map(String::strip).filter(s -> !s.isEmpty());
  }
}
