package dev.halligan.recovery.cases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What happened, a line each; acts that only keep something alive are counted. */
final class Transcript {
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Integer> repeated = new LinkedHashMap<>();
  private final Set<String> alive = new HashSet<>();

  void line(Duration at, String what, String text) {
    count();
    add(time(at), what, text);
  }

  private void count() {
    if (!repeated.isEmpty()) {
      String counts =
          repeated.entrySet().stream()
              .map(r -> r.getKey() + " x" + r.getValue())
              .collect(Collectors.joining(", "));
      repeated.clear();
      add("", "kept", counts);
    }
  }

  private void add(String time, String what, String text) {
    lines.add("%11s  %-9s %s".formatted(time, what, text).stripTrailing());
  }

  void act(Duration at, String act) {
    if (act.equals("renew") || !alive.add(act)) {
      repeated.merge(act, 1, Integer::sum);
    } else {
      line(at, "act", act);
    }
    if (!act.startsWith("freeze ") && !act.startsWith("confine ")) {
      alive.remove(act);
    }
    switch (act.split(" ")[0]) {
      case "thaw" -> alive.removeIf(a -> a.startsWith("freeze "));
      case "release" -> alive.removeIf(a -> a.startsWith("confine "));
      default -> {}
    }
  }

  void end(List<String> facts) {
    count();
    lines.add("");
    lines.addAll(facts);
  }

  /** Minutes and seconds, with hours before them if there are any. */
  static String time(Duration at) {
    String seconds =
        "%d:%02d.%03d".formatted(at.toMinutes() % 60, at.toSecondsPart(), at.toMillisPart());
    return at.toHours() == 0
        ? seconds
        : at.toHours() + ":" + (at.toMinutesPart() < 10 ? "0" : "") + seconds;
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
