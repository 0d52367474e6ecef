package dev.halligan.e2e;

import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.measure.Stopwatch;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Says what happens, one line per event, in seconds since the onset (before it is known: since the
 * rollout).
 */
final class ProgressLog {
  private final Stopwatch watch;
  private final Recording recording;
  private final PrintStream out;

  ProgressLog(Stopwatch watch, Recording recording, PrintStream out) {
    this.watch = watch;
    this.recording = recording;
    this.out = out;
  }

  void say(String text) {
    say(watch.now(), text);
  }

  synchronized void say(double at, String text) {
    recording.event(new Recording.Event(at, text));
    double onset = recording.at(Mark.ONSET).orElse(0.0);
    out.printf(Locale.ROOT, "%+8.1f s  %s%n", at - onset, text);
    out.flush();
  }
}
