package dev.halligan.e2e.watch;

import dev.halligan.e2e.measure.Stopwatch;

/** A line {@code <epoch second> [text] number} of a script that runs on a node. */
record WatchedLine(double at, String text, long number) {

  static WatchedLine parse(String line, Stopwatch watch) {
    String[] words = line.strip().split(" ");
    double at = watch.atEpochSecond(Double.parseDouble(words[0]));
    return new WatchedLine(at, words[1], Long.parseLong(words[words.length - 1]));
  }
}
