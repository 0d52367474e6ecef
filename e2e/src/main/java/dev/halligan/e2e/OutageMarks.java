package dev.halligan.e2e;

import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.watch.FenceListener;
import dev.halligan.e2e.watch.FiringWatch;

/** Marks what is seen of the fence and of the offender, beside the API server. */
final class OutageMarks implements FenceListener, FiringWatch.Listener {
  private final Recording recording;
  private final ProgressLog progress;
  private final String instance;
  private long fired;

  /**
   * @param instance what has a fence, in words: a host, a pod
   */
  OutageMarks(Recording recording, ProgressLog progress, String instance) {
    this.recording = recording;
    this.progress = progress;
    this.instance = instance;
  }

  @Override
  public void shut(double at) {
    recording.mark(Mark.SHUT, at);
    progress.say(at, "the fence's policy is in place");
  }

  @Override
  public void fence(double at, boolean everywhere, boolean nowhere) {
    if (everywhere && recording.at(Mark.FENCED).isEmpty()) {
      recording.mark(Mark.FENCED, at);
      progress.say(at, "fence is up on every " + instance);
    } else if (nowhere && recording.at(Mark.FENCED).isPresent()) {
      recording.remark(Mark.FENCE_GONE, at);
      progress.say(at, "fence is gone from every " + instance);
    }
  }

  @Override
  public synchronized void firing(double at, long processes) {
    if (processes != fired) {
      progress.say(at, "processes of the offender: " + processes);
    }
    if (processes == 0 && fired > 0) {
      recording.remark(Mark.CULPRIT_GONE, at);
    }
    fired = processes;
  }

  @Override
  public void adminRefused(long packets) {
    recording.refusedByFence(packets);
  }
}
