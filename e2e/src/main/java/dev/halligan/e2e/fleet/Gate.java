package dev.halligan.e2e.fleet;

/** Something that has to hold, played out. */
interface Gate {

  /**
   * What came of it.
   *
   * @param words for people
   */
  record Seen(boolean asExpected, String words) {}

  /** As on the command line. */
  String name();

  /** What happens to whom. */
  String what();

  String expected();

  Seen play(Stage stage);
}
