package dev.halligan.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the Javadoc of {@code Metrics} says of each metric, and the labels that its method gives it,
 * by the names that are scraped.
 */
final class MetricDocs {
  private static final Pattern COMMENT =
      Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/", Pattern.DOTALL);
  private static final Pattern METRIC = Pattern.compile("`(halligan_[a-z_]+)`");
  private static final Pattern LABELS =
      Pattern.compile("(?:\\.tags?|\\bcount)\\(([^;]*?)\\)\\s*[.;]");
  private static final Pattern LABEL = Pattern.compile("(?:^|,\\s*)\"([a-z_]+)\"(?=,)");

  private MetricDocs() {}

  /** Metrics that are explained together stand in one row. */
  static Map<String, String> in(Path source) throws IOException {
    var docs = new TreeMap<String, String>();
    String code = Files.readString(source);
    Matcher comment = COMMENT.matcher(code);
    while (comment.find()) {
      String text = SourceConstants.markdown(comment.group(1));
      String names =
          METRIC
              .matcher(text)
              .results()
              .map(name -> name.group(1))
              .collect(Collectors.joining("`, `"));
      if (!names.isEmpty()) {
        String labels = labels(code.substring(comment.end()).split("/\\*\\*", 2)[0]);
        docs.put(names, text.replaceFirst("^`" + names + "`: ", "") + labels);
      }
    }
    return docs;
  }

  private static String labels(String method) {
    String names =
        LABELS
            .matcher(method)
            .results()
            .flatMap(call -> LABEL.matcher(call.group(1)).results())
            .map(label -> label.group(1))
            .distinct()
            .collect(Collectors.joining("`, `"));
    return names.isEmpty() ? "" : " Labels: `" + names + "`.";
  }
}
