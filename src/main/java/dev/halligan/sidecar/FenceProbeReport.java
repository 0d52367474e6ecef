package dev.halligan.sidecar;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * One line of a fence probe: how a target looks from outside the fence.
 *
 * @param target address and port
 * @param self the fence probe's own address on the way there; null if it is unknown
 * @param holds whether its first connection is still alive
 * @param held whether it ever had a connection
 * @param accepts whether the last new connection opened
 * @param tries how often it has tried
 * @param refusedInARow how many of the latest tries failed in a row
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FenceProbeReport(
    String target,
    String self,
    boolean holds,
    boolean held,
    boolean accepts,
    int tries,
    int refusedInARow) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int ENOUGH = 2;

  /** Whether new connections are rejected; a single failed try may be chance. */
  public boolean isShut() {
    return refusedInARow >= ENOUGH;
  }

  /** The same, counting only tries after the first {@code from}. */
  public boolean isShutSince(int from) {
    return isShut() && tries >= from + ENOUGH;
  }

  /** As one line of JSON. */
  String line() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the fence probe report cannot be serialized", e);
    }
  }

  /** The newest report on every target; ignores lines that are not a fence probe's. */
  public static List<FenceProbeReport> newest(String log) {
    var newest = new LinkedHashMap<String, FenceProbeReport>();
    log.lines().flatMap(l -> parse(l).stream()).forEach(s -> newest.put(s.target(), s));
    return List.copyOf(newest.values());
  }

  private static Optional<FenceProbeReport> parse(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(line, FenceProbeReport.class))
          .filter(s -> s.target() != null);
    } catch (JsonProcessingException noSighting) {
      return Optional.empty();
    }
  }
}
