package dev.halligan.e2e.report;

/** The part of README between its two figure marks. */
final class ReadmeBlock {
  static final String START = "<!-- figures -->";
  static final String END = "<!-- /figures -->";

  private ReadmeBlock() {}

  /** README with the block in place of what stood there; refuses a README without the two marks. */
  static String replace(String readme, String block) {
    int start = readme.indexOf(START);
    int end = readme.indexOf(END);
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "README.md was left as it is: it has no line "
              + START
              + " followed by "
              + END
              + "; put both where the figures go");
    }
    String inside = block.isBlank() ? "\n" : "\n" + block.strip() + "\n";
    return readme.substring(0, start + START.length()) + inside + readme.substring(end);
  }
}
