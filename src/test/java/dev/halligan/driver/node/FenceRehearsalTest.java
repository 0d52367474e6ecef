package dev.halligan.driver.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.InstanceObserver.Observed;
import dev.halligan.driver.node.ssh.TestNodes;
import dev.halligan.testing.ManualClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fence is tried beside every look at the hosts, as far as it is due; with real SSH. */
class FenceRehearsalTest {
  private static final String STATUS =
      "{'ok':true,'addresses':['10.1.0.1'],'fence':{'up':%s},'apiServer':{'running':%s,'startedAt':%d,'ports':[6443]}}";

  private final ManualClock clock = new ManualClock();
  private List<String> admins = List.of("10.0.0.0/24");
  private TestNodes nodes;
  private NodeInstanceObserver observer;

  @BeforeEach
  void start() throws IOException {
    nodes = new TestNodes(1, 8443, clock::nanos);
    observer = new NodeInstanceObserver(nodes.asked(), () -> admins, Clock.systemUTC());
    said(false, true, 1);
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
  }

  @Test
  void isTheVeryFenceAndNothingIsActedOn() {
    observer.look();

    awaitTries(1);
    assertThat(nodes.raw(1))
        .contains("check --port 6443 --admins 10.0.0.0/24 --own 127.0.0.1,10.1.0.1");
    assertThat(objection()).isNull();
  }

  @Test
  void isHeldOnceAMinute() {
    observer.look();
    awaitTries(1);
    clock.pass(FenceRehearsal.AGAIN.minusSeconds(1));
    observer.look();
    assertNoMoreThan(1);

    clock.pass(Duration.ofSeconds(1));
    observer.look();
    awaitTries(2);
  }

  @Test
  void isHeldAnewAfterAChange() {
    observer.look();
    awaitTries(1);
    admins = List.of("10.0.0.0/16");
    observer.look();
    awaitTries(2);

    said(false, true, 2);
    observer.look();
    awaitTries(3);
  }

  @Test
  void isNeverHeldWhileAFenceIsUpNorWithAServerThatIsDeadOrStarts() {
    said(true, true, 1);
    observer.look();
    said(false, false, 1);
    observer.look();
    nodes.node(1).answers("status", "{'ok':true,'apiServer':{'running':true,'ports':[]}}");
    observer.look();

    assertNoMoreThan(0);
  }

  @Test
  void thatFailsIsToldUntilTheServerIsAnotherOne() {
    nodes.node(1).fails("check", "WrongPort");
    observer.look();
    await().until(() -> objection() != null);
    assertThat(objection().reason()).isEqualTo(Reason.WRONG_PORT);
    assertThat(objection().getMessage()).isEqualTo("host 127.0.0.1: m");

    said(false, true, 2);
    nodes.node(1).answers("check", "{'ok':true,'ports':[6443]}");
    assertThat(objection()).isNull();
  }

  @Test
  void thatMayPassIsTriedAgainAtTheNextLookAndOneThatDoesNotInAMinute() {
    nodes.node(1).fails("check", "WrongPort");
    observer.look();
    awaitTries(1);
    nodes.node(1).fails("check", "KernelRefused");
    observer.look();
    awaitTries(2);
    observer.look();
    assertNoMoreThan(2);
    assertThat(objection().reason()).isEqualTo(Reason.UNSUPPORTED);
  }

  @Test
  void cannotBeHeldOnAHostOfAnEarlierVersion() {
    nodes.node(1).fails("check", "BadArgument");
    observer.look();

    await().until(() -> objection() != null);
    assertThat(objection().reason()).isEqualTo(Reason.TOOL_OUTDATED);
    assertThat(objection().fix()).contains("install-node");
  }

  @Test
  void thatABusyHostRefusedTellsNothingAndIsTriedAgain() {
    nodes.node(1).fails("check", "Busy");
    observer.look();
    awaitTries(1);
    observer.look();

    awaitTries(2);
    assertThat(objection()).isNull();
  }

  @Test
  void withMoreAddressesThanACommandHoldsSaysSo() {
    var thousands =
        IntStream.range(0, 12_000)
            .mapToObj(i -> "'10.96.%d.%d'".formatted(100 + i / 250, 1 + i % 250))
            .collect(Collectors.joining(","));
    nodes
        .node(1)
        .answers(
            "status",
            "{'ok':true,'addresses':[%s],'apiServer':{'running':true}}".formatted(thousands));
    observer.look();

    await().until(() -> objection() != null);
    assertThat(objection().getMessage()).contains("130000", "it was not sent");
    assertThat(objection().fix()).contains("install-node");
    assertThat(nodes.node(1).asked("check")).isEmpty();
  }

  private ControlFailure objection() {
    return ((Observed) observer.look().getFirst()).fence();
  }

  private void said(boolean fenced, boolean running, int startedAt) {
    nodes.node(1).answers("status", STATUS.formatted(fenced, running, startedAt));
  }

  private void awaitTries(int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> nodes.node(1).asked("check").size() >= count);
    await()
        .during(Duration.ofMillis(200))
        .until(() -> nodes.node(1).asked("check").size() == count);
  }

  private void assertNoMoreThan(int count) {
    await()
        .during(Duration.ofMillis(500))
        .until(() -> nodes.node(1).asked("check").size() <= count);
  }
}
