package dev.halligan.driver.inband;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of a dump, found by its header. The API server separates cells by a comma, pads them
 * with blanks so that they stand below their header, and quotes nothing. So a cell with commas (a
 * distinguished name, a path) is found by where it stands, or else by the shape of its neighbors.
 * Source: k8s.io/apiserver pkg/util/flowcontrol/apf_controller_debug.go.
 */
final class DumpTable {
  private static final String SEPARATOR = "\\s*,\\s*";

  private final List<String> names;

  /** Where each column starts, in code points. */
  private final int[] starts;

  private final Pattern shape;

  DumpTable(String header) {
    names = split(header);
    starts = starts(header);
    shape =
        Pattern.compile(
            names.stream().map(DumpTable::shape).collect(Collectors.joining(SEPARATOR)));
  }

  boolean has(String column) {
    return names.contains(column);
  }

  /** The cell of a column; empty if this version of the API server has no such column. */
  String cell(List<String> cells, String column) {
    int index = names.indexOf(column);
    return index < 0 ? "" : cells.get(index);
  }

  /** One cell for each column; empty if the line cannot be read. */
  Optional<List<String>> cells(String line) {
    List<String> cells = split(line);
    if (cells.size() < names.size()) {
      return Optional.empty();
    }
    return cells.size() == names.size()
        ? Optional.of(cells)
        : belowTheHeader(line).or(() -> byShape(line));
  }

  private Optional<List<String>> belowTheHeader(String line) {
    int[] text = line.codePoints().toArray();
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      boolean last = i == starts.length - 1;
      int end = last ? text.length : starts[i + 1];
      if (end > text.length || end < starts[i]) {
        return Optional.empty();
      }
      String cell = new String(text, starts[i], end - starts[i]);
      if (!last && !cell.matches("(?s).*,\\s+")) {
        return Optional.empty();
      }
      cells.add(last ? cell.strip() : cell.substring(0, cell.lastIndexOf(',')).strip());
    }
    return Optional.of(cells);
  }

  private Optional<List<String>> byShape(String line) {
    var matcher = shape.matcher(line.strip());
    return matcher.matches()
        ? Optional.of(
            IntStream.rangeClosed(1, names.size())
                .mapToObj(matcher::group)
                .map(DumpTable::unquoted)
                .toList())
        : Optional.empty();
  }

  /** What a cell may look like; only these columns hold text that others chose. */
  private static String shape(String column) {
    return switch (column) {
      case "UserName", "Name" -> "(.*?)";
      case "Verb" -> "([a-zA-Z]+)";
      case "APIPath" -> "(/.*?|)";
      case "ArriveTime", "StartTime" -> "(\\d{4}-\\d\\d-\\d\\dT[^,]*)";
      default -> column.startsWith("FlowDisting") ? "(.*?)" : "([^,]*)";
    };
  }

  private static List<String> split(String line) {
    return List.of(line.split(",", -1)).stream().map(String::strip).toList();
  }

  /** No API server quotes, but a tool that copied the dump may have. */
  private static String unquoted(String cell) {
    return cell.matches("\".*\"") && cell.length() > 1
        ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"")
        : cell;
  }

  private static int[] starts(String header) {
    int[] text = header.codePoints().toArray();
    return IntStream.range(0, text.length)
        .filter(i -> !isBetween(text[i]))
        .filter(i -> i == 0 || isBetween(text[i - 1]))
        .toArray();
  }

  private static boolean isBetween(int codePoint) {
    return codePoint == ',' || Character.isWhitespace(codePoint);
  }
}
