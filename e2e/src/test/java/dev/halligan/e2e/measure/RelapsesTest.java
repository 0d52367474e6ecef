package dev.halligan.e2e.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelapsesTest {
  private static final double READMITTED = 10;

  /**
   * The ordinary lane, a letter for each second of four requests: {@code .} all fast, {@code 1} one
   * slow, {@code h} every second one slow, {@code m} three of four slow, {@code s} all slow, {@code
   * t} all timed out, {@code r} all refused.
   */
  private static OptionalLong count(String lane, Consumer<Recording> marks) {
    var recording = new Recording();
    for (int i = 0; i < lane.length() * 4; i++) {
      recording.ordinary(sample(lane.charAt(i / 4), i % 4, i / 4.0));
    }
    marks.accept(recording);
    return Relapses.count(recording);
  }

  private static LaneSample sample(char letter, int inSecond, double at) {
    boolean slow =
        switch (letter) {
          case '1' -> inSecond == 0;
          case 'h' -> inSecond % 2 == 1;
          case 'm' -> inSecond > 0;
          case 's' -> true;
          default -> false;
        };
    return switch (letter) {
      case 't' -> new LaneSample(at, 5_000, false, "timed out");
      case 'r' -> new LaneSample(at, 1, false, "refused");
      default -> new LaneSample(at, slow ? 4_000 : 100, true, "200");
    };
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "........................................, 0, a healthy lane",
    "sssssssss..............................., 0, the outage itself",
    "...............ssss....................., 0, too short",
    "...............ssssssss................., 1, a second collapse",
    "...............tttttttt................., 1, no answers at all",
    "..........ssssssss......................, 1, from the moment of readmission",
    ".....ssssssssssssssss..................., 1, an outage that goes on after readmission",
    "...............1111111111111111........., 0, single slow answers",
    "...............hhhhhhhhhhhhhhhh........., 0, exactly half are slow",
    "...............mmmmmmmmmmmmmmmm........., 1, more than half are slow",
    "............ssssssss....ssssssss........, 2, a third collapse",
    "...............sssssssssssssssssssssssss, 1, one that never ends",
    "....................................ssss, 0, the drill ended before it had lasted",
  })
  void countsCollapsesAfterTheReadmission(String lane, long relapses, String what) {
    assertThat(count(lane, r -> r.mark(Mark.READMITTED, READMITTED))).as(what).hasValue(relapses);
  }

  @ParameterizedTest(name = "fence gone at {1}: {0}")
  @CsvSource({
    "...............rrrrrrrr................., 30, 0",
    "...............rrrrrrrr................., 12, 1",
    "...............tttttttt................., 30, 1",
    "...............rrrrrrrr................., , 0",
  })
  void onlyTheFenceMayRefuseAndOnlyWhileItIsThere(String lane, Double fenceGone, long relapses) {
    assertThat(
            count(
                lane,
                r -> {
                  r.mark(Mark.READMITTED, READMITTED);
                  if (fenceGone != null) {
                    r.mark(Mark.FENCE_GONE, fenceGone);
                  }
                }))
        .hasValue(relapses);
  }

  @Test
  void aClientThatWasNeverServedAgainCannotRelapse() {
    assertThat(count("...............ssssssss.................", _ -> {})).isEmpty();
    assertThat(count("", r -> r.mark(Mark.READMITTED, READMITTED))).hasValue(0);
  }
}
