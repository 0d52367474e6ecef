package dev.halligan.recovery;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What people have said on a request, by annotation. A word for a step is its name, or {@code
 * NAME#2} and so on, because each word counts once.
 *
 * @param required whether the recovery as a whole waits for an approval
 * @param culprit the text as it stands there, right or wrong
 */
public record Consent(
    boolean required,
    Optional<String> approvedBy,
    Optional<String> approvedStep,
    Optional<String> retriedStep,
    Optional<String> skippedStep,
    Optional<String> culprit) {

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
        said(annotations, CULPRIT));
  }

  /** The word that approves the step, if one is there. */
  Optional<String> approval(String step) {
    return approvedStep.filter(word -> isFor(step, word));
  }

  /** The word that retries the step, if one is there. */
  Optional<String> retry(String step) {
    return retriedStep.filter(word -> isFor(step, word));
  }

  /**
   * The word by which a person passes over the step, or leaves it as it is; several are separated
   * by commas.
   */
  Optional<String> skip(String step) {
    return skippedStep.stream()
        .flatMap(words -> Stream.of(words.split(",")))
        .map(String::strip)
        .filter(word -> isFor(step, word))
        .findFirst();
  }

  /** The word to ask for when {@code last} (null or empty: none) counts no more. */
  static String next(String step, String last) {
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
