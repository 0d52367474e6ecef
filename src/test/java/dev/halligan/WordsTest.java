package dev.halligan;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.Approvals;
import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.OnFailure;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.control.ControlFailure;
import dev.halligan.diagnosis.ObserverDoubt;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.observe.Metrics;
import dev.halligan.policy.Decision;
import dev.halligan.testing.GeneratedFile;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The words that people and their alerts rely on, as they were published: in status, conditions,
 * events, metrics, annotations, labels and logs. Renaming a class changes none of them.
 */
class WordsTest {
  private static final GeneratedFile KEPT =
      new GeneratedFile(Path.of("src/test/resources/WordsTest/words.txt"), "words");
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern OUR_KEYS = Pattern.compile("\"(halligan[.]dev/[a-z-]+)\"");
  private static final Pattern LOG_KEYS = Pattern.compile("addKeyValue\\(\\s*\"([^\"]+)\"");

  @Test
  void wordsStayAsTheyWerePublished() throws IOException {
    KEPT.check(
        words(),
        "words that users rely on have changed. When that is meant, say so in CHANGELOG.md and"
            + " write them anew: ./mvnw -q test -Dtest=WordsTest -Dwords=write");
  }

  private static String words() throws IOException {
    Map<String, Stream<String>> words = new TreeMap<>();
    words.put(
        "verdict", Arrays.stream(Verdict.class.getPermittedSubclasses()).map(WordsTest::verdict));
    words.put(
        "decision", Arrays.stream(Decision.class.getPermittedSubclasses()).map(WordsTest::answer));
    words.put("condition", constants(Conditions.class));
    words.put("reason", constants(Reasons.class));
    words.put("action", Arrays.stream(ActionType.values()).map(ActionType::word));
    words.put("stepState", published(StepState.class));
    words.put("mode", published(Mode.class));
    words.put("trigger", published(Trigger.class));
    words.put("onFailure", published(OnFailure.class));
    words.put("manualApprovals", published(Approvals.Manual.class));
    words.put("controlFailure", Arrays.stream(ControlFailure.Reason.values()).map(Enum::name));
    words.put("observerSign", Arrays.stream(ObserverDoubt.Sign.values()).map(Enum::name));
    words.put("metric", metrics());
    words.put("key", inSources(OUR_KEYS));
    words.put("logKey", inSources(LOG_KEYS));
    return words.entrySet().stream()
        .flatMap(kind -> kind.getValue().sorted().map(word -> kind.getKey() + " " + word))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String verdict(Class<?> kind) {
    return ((Verdict) sample(kind)).word();
  }

  private static String answer(Class<?> kind) {
    return ((Decision) sample(kind)).answer();
  }

  private static Object sample(Class<?> kind) {
    Constructor<?> constructor = kind.getDeclaredConstructors()[0];
    Map<Class<?>, Object> values =
        Map.of(
            Instant.class,
            Instant.EPOCH,
            List.class,
            List.of(),
            String.class,
            "",
            boolean.class,
            true);
    try {
      return constructor.newInstance(
          Arrays.stream(constructor.getParameterTypes()).map(values::get).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(kind + " cannot be made", e);
    }
  }

  private static Stream<String> constants(Class<?> holder) {
    return Arrays.stream(holder.getDeclaredFields())
        .filter(field -> Modifier.isPublic(field.getModifiers()) && field.getType() == String.class)
        .map(field -> (String) read(field));
  }

  private static Stream<String> published(Class<? extends Enum<?>> values) {
    return Arrays.stream(values.getFields())
        .filter(Field::isEnumConstant)
        .map(field -> field.getAnnotation(JsonProperty.class).value());
  }

  private static Object read(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> metrics() {
    var registry = new SimpleMeterRegistry();
    var metrics = new Metrics(registry);
    Supplier<Number> one = () -> 1;
    metrics.process("v", () -> true);
    metrics.probed("c", "l", "o", Duration.ZERO);
    metrics.late(Duration.ZERO);
    metrics.canary(Duration.ZERO);
    metrics.doubted(ObserverDoubt.Sign.SLOW_CANARY);
    metrics.observer(() -> true, () -> 1, () -> 1);
    metrics.verdict("c", new Verdict.Healthy(Instant.EPOCH, List.of()));
    metrics.decided("c", "o");
    metrics.stepped(ActionType.ISOLATE, "o", Duration.ZERO);
    metrics.recovered("c", "o", Duration.ZERO);
    metrics.waiting("c", one);
    metrics.failed("c");
    metrics.removedFromHistory(1);
    return registry.getMeters().stream().map(Meter::getId).map(WordsTest::metric).distinct();
  }

  private static String metric(Meter.Id id) {
    String labels = id.getTags().stream().map(Tag::getKey).collect(Collectors.joining(" "));
    return "%s (%s)".formatted(id.getName(), labels);
  }

  private static Stream<String> inSources(Pattern word) throws IOException {
    var found = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        word.matcher(Files.readString(file)).results().map(WordsTest::first).forEach(found::add);
      }
    }
    return found.stream();
  }

  private static String first(MatchResult match) {
    return match.group(1);
  }
}
