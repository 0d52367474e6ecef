package dev.halligan.connection;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Reads one YAML mapping from an untrusted source: JSON's types only. */
final class BoundedYaml {
  /** Far more than a kubeconfig with certificates needs, far less than what would harm. */
  static final int MAX_CHARACTERS = 256 * 1024;

  private static final int MAX_DEPTH = 16;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new JsonSchema())
          .setAllowDuplicateKeys(false)
          .setAllowNonScalarKeys(false)
          .setAllowRecursiveKeys(false)
          .setMaxAliasesForCollections(0)
          .setCodePointLimit(MAX_CHARACTERS)
          .build();

  private BoundedYaml() {}

  /**
   * Reads the text.
   *
   * @throws InvalidConnectionException if it is too long, too deep, uses aliases or tags, or is not
   *     one YAML mapping
   */
  static Map<?, ?> read(String text) throws InvalidConnectionException {
    if (text.length() > MAX_CHARACTERS) {
      throw refuse("is longer than 256 KiB", "include only the context that is needed");
    }
    try {
      scan(text);
      if (new Load(SETTINGS).loadFromString(text) instanceof Map<?, ?> mapping) {
        return mapping;
      }
    } catch (MarkedYamlEngineException e) {
      // its message quotes the text around, which may be a key
      throw notYaml(e.getProblemMark().map(mark -> " at line " + (mark.getLine() + 1)).orElse(""));
    } catch (YamlEngineException _) {
      throw notYaml("");
    }
    throw notYaml("");
  }

  private static void scan(String text) throws InvalidConnectionException {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      switch (event) {
        case AliasEvent _ ->
            throw refuse("uses YAML aliases, which can expand without end", "write each value out");
        case CollectionStartEvent start when start.getTag().isPresent() -> throw tagged();
        case ScalarEvent scalar when scalar.getTag().isPresent() -> throw tagged();
        case CollectionStartEvent _ -> depth++;
        case CollectionEndEvent _ -> depth--;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        throw refuse("is nested too deeply", "use the format of kubectl config view --raw");
      }
    }
  }

  private static InvalidConnectionException tagged() {
    return refuse("uses YAML tags, which can create arbitrary types", "write plain values");
  }

  private static InvalidConnectionException notYaml(String where) {
    return refuse(
        "is not a single YAML mapping" + where, "use the format of kubectl config view --raw");
  }

  private static InvalidConnectionException refuse(String what, String fix) {
    return new InvalidConnectionException(
        InvalidConnectionException.INSECURE_KUBECONFIG, "the kubeconfig " + what, fix);
  }
}
