package dev.halligan.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the Javadoc of {@code Metrics} says of each metric, by the names that are scraped. */
final class MetricDocs {
  private static final Pattern COMMENT =
      Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/", Pattern.DOTALL);
  private static final Pattern METRIC = Pattern.compile("`(halligan_[a-z_]+)`");

  private MetricDocs() {}

  /** Metrics that are explained together stand in one row. */
  static Map<String, String> in(Path source) throws IOException {
    var docs = new TreeMap<String, String>();
    Matcher comment = COMMENT.matcher(Files.readString(source));
    while (comment.find()) {
      String text = SourceConstants.markdown(comment.group(1));
      String names =
          METRIC
              .matcher(text)
              .results()
              .map(name -> name.group(1))
              .collect(Collectors.joining("`, `"));
      if (!names.isEmpty()) {
        docs.put(names, text.replaceFirst("^`" + names + "`: ", ""));
      }
    }
    return docs;
  }
}
