package dev.halligan.driver.node.ssh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.driver.node.ssh.NodeShell.Output;

/**
 * Reads the single line of JSON that halligan-node answers with; ignores fields of later versions.
 */
final class NodeResponseReader {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** Exit status of a shell that did not find the program; the next of one that may not run it. */
  private static final int NOT_FOUND = 127;

  private static final int NOT_EXECUTABLE = 126;

  private NodeResponseReader() {}

  /** The answer as a record; throws ControlFailure with the host's own reason, message and fix. */
  static <T> T read(String host, String verb, Output output, Class<T> type) {
    try {
      var json = MAPPER.readTree(output.text());
      if (json == null || !json.isObject() || !json.path("ok").isBoolean()) {
        throw noAnswer(host, verb, output, null);
      }
      if (!json.path("ok").booleanValue()) {
        throw refused(host, json);
      }
      return MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw noAnswer(host, verb, output, e);
    }
  }

  private static ControlFailure refused(String host, JsonNode json) {
    var reason = reason(json.path("reason").asText());
    return new ControlFailure(
        reason,
        "host " + host + ": " + json.path("message").asText("no message"),
        fix(reason, json.path("fix").asText("check the host")));
  }

  /** The host's advice is for a person at its shell; our port comes from the spec. */
  private static String fix(Reason reason, String said) {
    return reason == Reason.WRONG_PORT
        ? "if this persists, set the API server's own port at that address in"
            + " spec.access.endpoints (the host says: "
            + said
            + ")"
        : said;
  }

  /** Maps the closed list of halligan-node's reasons to those of the drivers. */
  static Reason reason(String word) {
    return switch (word) {
      case "BadArgument" -> Reason.BAD_ARGUMENT;
      case "NotRoot" -> Reason.SSH_REFUSED;
      case "MissingTool" -> Reason.TOOL_MISSING;
      case "StaleEpoch" -> Reason.STALE_EPOCH;
      case "CallerNotAdmitted" -> Reason.CALLER_NOT_ADMITTED;
      case "CallerUnknown" -> Reason.CALLER_UNKNOWN;
      case "WrongPort" -> Reason.WRONG_PORT;
      case "NoFence" -> Reason.NO_FENCE;
      case "NoManifest", "ManifestLost" -> Reason.NOT_FOUND;
      case "CannotWrite" -> Reason.CANNOT_WRITE;
      case "NotLive" -> Reason.NOT_LIVE;
      case "KernelRefused" -> Reason.UNSUPPORTED;
      case "Busy" -> Reason.CONFLICT;
      default -> Reason.INTERNAL;
    };
  }

  private static ControlFailure noAnswer(
      String host, String verb, Output output, JsonProcessingException cause) {
    var status = output.exitStatus();
    if (status != null && (status == NOT_FOUND || status == NOT_EXECUTABLE)) {
      return new ControlFailure(
          Reason.TOOL_MISSING,
          "the SSH key cannot run halligan-node on host " + host + "; nothing was done",
          "run install-node on the host",
          cause);
    }
    return new ControlFailure(
        Reason.INTERNAL,
        "host "
            + host
            + " answered "
            + verb
            + " with output that is not halligan-node's JSON"
            + firstWords(output.errors()),
        "check that the key's entry in authorized_keys runs this version of halligan-node",
        cause);
  }

  private static String firstWords(String errors) {
    var line = errors.strip().replaceAll("[^\\x20-\\x7e]+", " ");
    return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(160, line.length()));
  }
}
