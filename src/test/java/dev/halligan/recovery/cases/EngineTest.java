package dev.halligan.recovery.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.testing.CaseFolders;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder below src/test/resources/EngineTest is a recovery: {@code script.yaml} says what
 * happens to it, {@code expected.txt} is the log of what the engine did.
 */
class EngineTest {

  @TestFactory
  Stream<DynamicNode> recoversAsExpected() {
    return CaseFolders.of(EngineTest.class)
        .tests(
            folder -> {
              String text = folder.text("script.yaml");
              assertThat(text).as("the first line says what the case shows").startsWith("# why: ");
              Player player = new Player(ScriptReader.read(text));
              player.play();
              folder.expect("expected.txt", player.transcript.toString());
            });
  }
}
