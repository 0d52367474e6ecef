package dev.halligan.e2e;

import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.watch.NodeWatch;

/** Marks what the nodes say about the fence and about the offender. */
final class NodeListener implements NodeWatch.Listener {
  private final Recording recording;
  private final Narrator narrator;
  private long fired;

  NodeListener(Recording recording, Narrator narrator) {
    this.recording = recording;
    this.narrator = narrator;
  }

  @Override
  public void fence(double at, boolean everywhere, boolean nowhere) {
    if (everywhere && recording.at(Mark.FENCED).isEmpty()) {
      recording.mark(Mark.FENCED, at);
      narrator.say(at, "fence is up on every control-plane host");
    } else if (nowhere && recording.at(Mark.FENCED).isPresent()) {
      recording.remark(Mark.FENCE_GONE, at);
      narrator.say(at, "fence is gone from every control-plane host");
    }
  }

  @Override
  public synchronized void firing(double at, long processes) {
    if (processes != fired) {
      narrator.say(at, "processes of the offender: " + processes);
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
