package dev.halligan.recovery.step;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.recovery.record.Journal;
import org.junit.jupiter.api.Test;

class UnexpectedErrorsTest {

  @Test
  void leavesTheJournalsRefusalAsItIs() {
    var refused = new Journal.Refused("somebody else holds the record", null);

    assertThatThrownBy(() -> UnexpectedErrors.failure(refused)).isSameAs(refused);
  }
}
