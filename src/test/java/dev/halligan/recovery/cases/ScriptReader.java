package dev.halligan.recovery.cases;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.recovery.fake.FakeCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;

/** Reads scripts; a key that nobody knows is an error. */
final class ScriptReader {
  private static final String NOW = "now";
  private static final YAMLMapper YAML = mapper();

  private ScriptReader() {}

  static Script read(String text) throws JsonProcessingException {
    JsonNode script = YAML.readTree(text);
    return YAML.treeToValue(
        script.isMissingNode() ? YAML.createObjectNode() : script, Script.class);
  }

  /** Changes the settings that are named; times count from now. */
  static void change(FakeCluster world, JsonNode settings) throws IOException {
    if (settings != null) {
      YAML.readerForUpdating(world)
          .withAttribute(NOW, world.clock.instant())
          .readValue(YAML.treeAsTokens(settings));
    }
  }

  private static YAMLMapper mapper() {
    SimpleModule texts = new SimpleModule();
    texts.addDeserializer(
        Duration.class, parsing(Duration.class, (text, _) -> Span.of(text).time()));
    texts.addDeserializer(
        Instant.class,
        parsing(
            Instant.class,
            (text, context) -> ((Instant) context.getAttribute(NOW)).plus(Span.of(text).time())));
    texts.addDeserializer(
        WorkloadReference.class, parsing(WorkloadReference.class, (text, _) -> workload(text)));
    texts.addKeyDeserializer(
        WorkloadReference.class,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context) {
            return workload(key);
          }
        });
    YAMLMapper made = YAMLMapper.builder().addModule(texts).build();
    made.configOverride(RecoveryPlaybookSpec.Step.class)
        .setIgnorals(JsonIgnoreProperties.Value.forIgnoreUnknown(false));
    return made;
  }

  private static WorkloadReference workload(String text) {
    String[] words = text.split("/");
    return new WorkloadReference(words[0], words[1], words[2]);
  }

  private static <T> StdDeserializer<T> parsing(
      Class<T> kind, BiFunction<String, DeserializationContext, T> parse) {
    return new StdDeserializer<>(kind) {
      @Override
      public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return parse.apply(parser.getText(), context);
      }
    };
  }
}
