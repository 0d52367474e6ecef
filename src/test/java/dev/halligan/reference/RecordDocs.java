package dev.halligan.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Javadoc says of each record of a sealed type, by the record's name. */
final class RecordDocs {
  private static final Pattern RECORD =
      Pattern.compile(
          "(?:/\\*\\*(?<doc>(?:(?!\\*/).)*)\\*/\\s*)?\\brecord (?<name>\\w+)\\(", Pattern.DOTALL);

  private RecordDocs() {}

  static Map<String, String> in(Path source) throws IOException {
    var docs = new TreeMap<String, String>();
    Matcher found = RECORD.matcher(Files.readString(source));
    while (found.find()) {
      docs.put(found.group("name"), SourceConstants.markdown(found.group("doc")));
    }
    return docs;
  }
}
