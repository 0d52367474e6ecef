package dev.halligan.recovery.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.record.StepJournal.Part;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What version 0.1 journaled, as today's journal; -Dformer=write writes the expected files. */
class FormerJournalTest {
  private static final Path CASES = Path.of("src/test/resources/FormerJournalTest");

  @TestFactory
  List<DynamicTest> aFormerJournalBecomesTodays() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders
          .sorted()
          .map(folder -> dynamicTest(folder.getFileName().toString(), () -> check(folder)))
          .toList();
    }
  }

  private static void check(Path folder) throws IOException {
    String found =
        Serialization.asYaml(FormerJournal.converted(status(folder.resolve("former.yaml"))));
    Path expected = folder.resolve("expected.yaml");
    if ("write".equals(System.getProperty("former"))) {
      Files.writeString(expected, found);
    }
    assertThat(found).isEqualTo(Files.readString(expected));
    RecoveryRequestStatus once = status(expected);
    assertThat(FormerJournal.converted(once)).as("nothing is converted twice").isEqualTo(once);
  }

  @Test
  void aStepThatCannotBeReadSaysSo() throws IOException {
    Step step =
        FormerJournal.converted(status(CASES.resolve("not-readable/former.yaml")))
            .steps()
            .getFirst();
    assertThat(UndoSteps.mayHaveActed(step)).isTrue();
    assertThatExceptionOfType(ControlFailure.class)
        .isThrownBy(() -> StepJournal.read(step, Part.UNDO, Numbers.class))
        .withMessageContaining("the journal of step scale-down is not readable")
        .matches(e -> e.reason() == ControlFailure.Reason.INTERNAL);
  }

  private record Numbers(int replicas) {}

  private static RecoveryRequestStatus status(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), RecoveryRequestStatus.class);
  }
}
