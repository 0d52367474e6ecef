package dev.halligan.diagnosis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.ObserverDoubt;
import dev.halligan.diagnosis.ObserverHealth;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.rule.SampleScript.Arrived;
import dev.halligan.diagnosis.rule.SampleScript.ClockJumped;
import dev.halligan.diagnosis.rule.SampleScript.Event;
import dev.halligan.diagnosis.rule.SampleScript.Looked;
import dev.halligan.diagnosis.rule.SampleScript.Observed;
import dev.halligan.diagnosis.rule.SampleScript.Reported;
import dev.halligan.probe.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a script as an operator would see it: a verdict after every event, each with the one
 * before.
 */
final class Replay {

  /** A verdict that differs from the one before in word, beginning or leave to act. */
  record Change(double t, Verdict verdict, double since) {
    @Override
    public String toString() {
      return "t=%s %s since=%s%s"
          .formatted(number(t), verdict.word(), number(since), verdict.mayAct() ? " acts" : "");
    }

    private static String number(double seconds) {
      return seconds == Math.rint(seconds)
          ? String.valueOf((long) seconds)
          : String.valueOf(Math.round(seconds * 1000) / 1000.0);
    }
  }

  private final List<Sample> samples = new ArrayList<>();
  private final List<NodeEvidence> nodes = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final DetectionSettings settings;
  private final List<ObserverDoubt> doubts = new ArrayList<>();
  private long shift;
  private Verdict verdict;

  Replay(DetectionSettings settings) {
    this.settings = settings;
  }

  List<Change> play(List<Event> events) {
    for (int i = 0; i < events.size(); i++) {
      take(events.get(i));
      boolean more = i + 1 < events.size() && events.get(i + 1).at() == events.get(i).at();
      if (!more) {
        judge(events.get(i).at());
      }
    }
    return changes;
  }

  private void take(Event event) {
    switch (event) {
      case Arrived arrived -> samples.add(arrived.sample(shift));
      case Reported report -> nodes.add(SampleScript.report(now(report.at()), report.words()));
      case Observed observed -> doubts.add(observed.doubt(shift));
      case ClockJumped jump -> shift += jump.byMillis();
      case Looked _ -> {}
    }
  }

  private void judge(long at) {
    Verdict next =
        Diagnosis.of(samples, nodes, verdict, settings, now(at), new ObserverHealth(doubts));
    checkShortCut(next, at);
    boolean changed =
        verdict == null
            || !next.word().equals(verdict.word())
            || next.mayAct() != verdict.mayAct()
            || !next.since().equals(verdict.since());
    verdict = next;
    if (changed) {
      double since = Duration.between(SampleScript.ZERO, next.since()).toMillis() / 1000.0;
      changes.add(new Change(at / 1000.0, next, since));
    }
  }

  /** Where the last minute alone is said to be enough, ten minutes have to say the same. */
  private void checkShortCut(Verdict next, long at) {
    Instant minuteAgo = now(at).minus(Duration.ofMinutes(1));
    List<Sample> lately = samples.stream().filter(s -> s.at().isAfter(minuteAgo)).toList();
    if (Diagnosis.staysHealthy(lately, verdict, settings, now(at), new ObserverHealth(doubts))) {
      assertThat(next.word()).isEqualTo("Healthy");
      assertThat(next.since()).isEqualTo(verdict.since());
    }
  }

  private Instant now(long at) {
    return SampleScript.ZERO.plusMillis(at + shift);
  }
}
