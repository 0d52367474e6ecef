package dev.halligan.diagnosis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.rule.SampleScript.Arrived;
import dev.halligan.probe.Sample;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evidence is taken in advance from the second bad sample on. */
class SuspicionTest {

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "t=0 look                                                             | false",
        "t=0..8/2 both ok 20ms                                                | false",
        "t=0 both ok 20ms; t=2 ordinary timeout http                          | false",
        "t=0 both ok 20ms; t=2..4/2 ordinary timeout http                     | true",
        "t=0..2/2 ordinary ok 1500ms; t=4 ordinary ok 20ms                    | true",
        "t=0..2/2 ordinary ok 1500ms; t=4..6/2 ordinary ok 20ms               | false",
        "t=0..8/2 admin timeout http; t=0..8/2 ordinary ok 20ms               | false",
        "t=0..8/2 both refused @a; t=0..8/2 both ok 5ms @b; t=0..8/2 both ok 5ms @c | false",
        "t=0..8/2 both refused @a; t=0..8/2 both ok 5ms @b                    | true"
      })
  void suspects(String script, boolean expected) {
    List<Sample> samples =
        SampleScript.read(List.of(script.split(";\\s*"))).stream()
            .filter(Arrived.class::isInstance)
            .map(event -> ((Arrived) event).sample(0))
            .toList();

    assertThat(Diagnosis.suspects(samples, DetectionSettings.DEFAULT)).isEqualTo(expected);
  }
}
