package dev.halligan.reference;

/** Text that is safe in a cell of a Markdown table. */
final class Markdown {
  private Markdown() {}

  static String cell(String text) {
    return text.replaceAll("\\s+", " ").replace("|", "\\|").strip();
  }
}
