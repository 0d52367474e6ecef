package dev.halligan.e2e.measure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The moments that only the lanes' samples tell. They are worked out while the drill runs, and once
 * more with every sample in: an answer may come ten seconds after its request, and change them.
 */
public final class LaneMarks {
  private LaneMarks() {}

  /** Sets each such moment of the recording anew, and takes away one that did not happen. */
  public static void settle(Recording recording, boolean baseline) {
    Onset.find(recording.ordinary()).ifPresent(at -> recording.remark(Mark.ONSET, at));
    recording.remark(Mark.ADMIN_RESTORED, adminRestored(recording, baseline));
    recording.remark(Mark.READMITTED, readmitted(recording));
    if (recording.at(Mark.FINISHED).isPresent()) {
      recording.remark(Mark.FINISHED, allDone(recording));
    }
  }

  /**
   * When the first of three consecutive answers under a second came in: after the fence, where none
   * can be after the decision to act, after an administrator's remedy, or where nobody acts, after
   * the onset has made an answer slow.
   */
  public static OptionalDouble adminRestored(Recording recording, boolean baseline) {
    return recording
        .at(Mark.UNFENCED)
        .or(() -> recording.at(Mark.SHUT))
        .or(() -> recording.at(Mark.FENCED))
        .or(() -> recording.at(Mark.REMEDY))
        .or(() -> baseline ? firstSlow(recording) : Optional.empty())
        .map(from -> Lanes.restored(recording.admin(), from))
        .orElse(OptionalDouble.empty());
  }

  private static Optional<Double> firstSlow(Recording recording) {
    return recording
        .at(Mark.ONSET)
        .flatMap(
            onset ->
                Lanes.between(recording.admin(), onset, Double.POSITIVE_INFINITY).stream()
                    .filter(sample -> !sample.isFast())
                    .map(LaneSample::at)
                    .findFirst()
                    .or(() -> Optional.of(onset)));
  }

  /** When the watched client was served again; where no fence can be, nothing else shut it out. */
  public static OptionalDouble readmitted(Recording recording) {
    return recording
        .at(Mark.UNFENCED)
        .or(() -> recording.at(Mark.FENCED))
        .map(from -> Lanes.restored(recording.ordinary(), from))
        .orElse(OptionalDouble.empty());
  }

  /** The last of all that a finished recovery needs; empty while one of them is missing. */
  public static OptionalDouble allDone(Recording recording) {
    var marks = recording.marks();
    List<Mark> needed = needed(marks);
    return marks.keySet().containsAll(needed)
        ? needed.stream().mapToDouble(marks::get).max()
        : OptionalDouble.empty();
  }

  /** What must have happened before a recovery is finished. */
  public static List<Mark> needed(Map<Mark, Double> marks) {
    return Stream.of(
            Mark.SUCCEEDED, Mark.CULPRIT_GONE, Mark.FENCE_GONE, Mark.READMITTED, Mark.ROUTED_BACK)
        .filter(mark -> mark != Mark.FENCE_GONE || !marks.containsKey(Mark.UNFENCED))
        .toList();
  }
}
