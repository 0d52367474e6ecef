package dev.halligan.e2e.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Drills as files: one JSON document each, one line per sample, so that a change shows in a diff.
 */
public final class ResultFiles {
  /** Where a drill leaves its result; git ignores it, so no drill changes what README must show. */
  public static final String FOLDER = "e2e/target/results";

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private ResultFiles() {}

  /** Writes {@code <scenario>[-<actor>]-<utc>.json}. */
  public static Path write(Path folder, DrillResult result) {
    String actor = result.isBaseline() ? "-" + result.actor() : "";
    String name =
        result.scenario() + actor + "-" + STAMP.format(Instant.parse(result.startedAt())) + ".json";
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve(name), text(result));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the picture of a drill beside its JSON. */
  public static Path draw(Path json, DrillResult result) {
    String name = json.getFileName().toString().replaceAll("json$", "svg");
    try {
      return Files.writeString(json.resolveSibling(name), Picture.of(result));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(DrillResult result) throws JsonProcessingException {
    ObjectNode tree = JSON.valueToTree(result);
    return tree.properties().stream()
        .map(field -> line(field.getKey(), field.getValue()))
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static String line(String name, com.fasterxml.jackson.databind.JsonNode value) {
    String text =
        value instanceof ArrayNode list && !list.isEmpty()
            ? StreamSupport.stream(list.spliterator(), false)
                .map(Object::toString)
                .collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"))
            : value.toString();
    return "  \"" + name + "\": " + text;
  }

  /** Every drill in the folder, oldest first; none where there is no folder. */
  static List<DrillResult> readAll(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(ResultFiles::read)
          .sorted(Comparator.comparing(DrillResult::startedAt))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DrillResult read(Path file) {
    try {
      return JSON.readValue(file.toFile(), DrillResult.class);
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + " is not a drill's result; take it out of the folder", e);
    }
  }
}
