package dev.halligan.driver.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.driver.node.ssh.NodeShell.Output;
import dev.halligan.testing.CaseFolders;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Cases: {@code answer.json} as the host prints it, {@code expected.txt} as it is understood. */
class NodeResponseReaderTest {
  private static final CaseFolders CASES = CaseFolders.of(NodeResponseReaderTest.class);
  private static final String HOST = "10.89.0.6";

  @TestFactory
  Stream<DynamicNode> understandsWhatAHostAnswers() {
    return CASES.tests(
        folder -> folder.expect("expected.txt", understood(folder.text("answer.json"), 0) + "\n"));
  }

  @Test
  void nobodyIsDeadWhereSomebodyUnknownListens() {
    var answer = CASES.folder("unknown-server").text("answer.json");

    var status =
        NodeResponseReader.read(HOST, "status", new Output(answer, "", 0), NodeStatus.class);

    assertThat(status.evidence(Instant.EPOCH, HOST).processRunning()).isTrue();
  }

  @Test
  void tellsAMissingProgramFromABadAnswer() {
    var failure =
        catchThrowableOfType(
            ControlFailure.class,
            () ->
                NodeResponseReader.read(
                    HOST, "status", new Output("", "sh: not found", 127), NodeStatus.class));

    assertThat(failure.reason()).isEqualTo(Reason.TOOL_MISSING);
    assertThat(failure.fix()).contains("install-node");
  }

  @Test
  void repeatsOnlyThePrintableStartOfWhatTheHostComplainedAbout() {
    var noise = "bash:\u001b[31m no such option\n" + "x".repeat(500);

    var failure =
        catchThrowableOfType(
            ControlFailure.class,
            () ->
                NodeResponseReader.read(
                    HOST, "status", new Output("", noise, 2), NodeStatus.class));

    assertThat(failure.getMessage()).contains("no such option").hasSizeLessThan(300);
    assertThat(failure.getMessage()).doesNotContain("\u001b", "\n");
  }

  @Test
  void handsDiagnosisOnlyWhatWasToBeHad() {
    var status =
        NodeResponseReader.read(
            HOST,
            "status",
            new Output(
                "{\"ok\":true,\"apiServer\":{\"running\":true,\"cpuMillis\":598,\"cpuLimitMillis\":0}}",
                "",
                0),
            NodeStatus.class);

    var evidence = status.evidence(Instant.EPOCH, HOST);

    assertThat(evidence.reachable()).isTrue();
    assertThat(evidence.processRunning()).isTrue();
    assertThat(evidence.cpuMillis()).hasValue(598);
    assertThat(evidence.cpuLimitMillis()).as("no limit is set").isEmpty();
    assertThat(evidence.oomKills()).as("not to be had").isEmpty();
  }

  private static String understood(String answer, int exitStatus) {
    try {
      var output = new Output(answer, "", exitStatus);
      return NodeResponseReader.read(HOST, "status", output, NodeStatus.class).toString();
    } catch (ControlFailure e) {
      return e.reason() + " | " + e.getMessage() + " | " + e.fix();
    }
  }
}
