package dev.halligan.control.pods;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * One line of a sentry: how an address looks from outside the fence.
 *
 * @param target address and port
 * @param self the sentry's own address on the way there; null when there is none
 * @param holds whether its first connection still lives
 * @param held whether it ever had one
 * @param accepts whether the last new connection opened
 * @param tries how often it has tried
 * @param refusedInARow how many of the last tries failed, without one in between that did not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Sighting(
    String target,
    String self,
    boolean holds,
    boolean held,
    boolean accepts,
    int tries,
    int refusedInARow) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int ENOUGH = 2;

  /** Whether new connections are turned away: one failed try alone may be chance. */
  public boolean isShut() {
    return refusedInARow >= ENOUGH;
  }

  /** The same, by tries after the first {@code from} ones alone. */
  public boolean isShutSince(int from) {
    return isShut() && tries >= from + ENOUGH;
  }

  /** As one line of JSON. */
  String line() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a sighting that cannot be told", e);
    }
  }

  /** The newest of every target; lines that are none of a sentry's are passed over. */
  static List<Sighting> newest(String log) {
    var newest = new LinkedHashMap<String, Sighting>();
    log.lines().flatMap(l -> parse(l).stream()).forEach(s -> newest.put(s.target(), s));
    return List.copyOf(newest.values());
  }

  private static Optional<Sighting> parse(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(line, Sighting.class)).filter(s -> s.target() != null);
    } catch (JsonProcessingException noSighting) {
      return Optional.empty();
    }
  }
}
