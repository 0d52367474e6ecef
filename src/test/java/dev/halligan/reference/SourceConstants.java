package dev.halligan.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The published text constants of a source file, with what their Javadoc says. */
final class SourceConstants {
  private static final Pattern GROUP_OR_CONSTANT =
      Pattern.compile(
          "^  // (?<group>[^\\n]+)$"
              + "|(?:/\\*\\*(?<doc>(?:(?!\\*/).)*?)\\*/\\s*)?(?:public |private )?static final"
              + " String \\w+ =\\s*\"(?<value>[^\"]+)\";",
          Pattern.DOTALL | Pattern.MULTILINE);

  private SourceConstants() {}

  /**
   * One constant.
   *
   * @param group the comment that it stands under; empty when there is none
   * @param doc its Javadoc as Markdown; empty when it has none
   */
  record Constant(String group, String value, String doc) {}

  static List<Constant> in(Path source) throws IOException {
    var constants = new ArrayList<Constant>();
    String group = "";
    Matcher found = GROUP_OR_CONSTANT.matcher(Files.readString(source));
    while (found.find()) {
      if (found.group("value") == null) {
        group = found.group("group").strip();
      } else {
        constants.add(new Constant(group, found.group("value"), markdown(found.group("doc"))));
      }
    }
    return constants;
  }

  /** The text of a Javadoc comment: its stars gone, its code in back quotes, on one line. */
  static String markdown(String javadoc) {
    return javadoc == null
        ? ""
        : javadoc
            .replaceAll("(?m)^\\s*\\*", "")
            .replaceAll("\\{@(?:code|link|linkplain)\\s+([^}]*)}", "`$1`")
            .replaceAll("\\s+", " ")
            .strip();
  }
}
