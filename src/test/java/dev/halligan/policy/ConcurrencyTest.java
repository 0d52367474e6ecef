package dev.halligan.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyTest {

  @ParameterizedTest
  @CsvSource({
    "3, 300, 3",
    "0, 300, 0",
    "25%, 1, 3",
    "25%, 12, 3",
    "25%, 13, 4",
    "25%, 20, 5",
    "' 25 % ', 300, 75",
    "100%, 300, 300",
    "1%, 1000, 10"
  })
  void isANumberOrAPartOfTheFleet(String text, int fleet, int expected) {
    assertThat(Concurrency.parse(text).of(fleet)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "-1", "0%", "101%", "-5%", "%", "2.5", "99999999999"})
  void refusesAllElseAndSaysWhatIsValid(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Concurrency.parse(text))
        .withMessageContaining("is not a valid")
        .withMessageContaining("write");
  }
}
