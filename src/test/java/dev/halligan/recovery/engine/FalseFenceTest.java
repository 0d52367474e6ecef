package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.control.Fence.Client;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.NodeEvidenceBuilder;
import dev.halligan.recovery.record.RequestAnnotations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fence around a cluster that is well: somebody forced it by hand, or we were wrong. */
class FalseFenceTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  /** Which reports of the host say that its server is at its CPU limit. */
  private Predicate<Instant> busy = _ -> false;

  private Predicate<Instant> reachable = _ -> true;
  private Predicate<Instant> told = _ -> true;

  @BeforeEach
  void nobodyIsIll() {
    world.pods = 0;
    world.agentChangedAt = FakeCluster.ONSET.minus(Duration.ofDays(90));
    world.queuesRead = false;
    world.knocking = List.of(new Client("10.89.0.7", 60), new Client("10.244.1.3", 9));
    world.said = this::reports;
  }

  /** Every ten seconds, from five minutes before. */
  private List<NodeEvidence> reports() {
    Instant first = FakeCluster.ONSET.minus(Duration.ofMinutes(5));
    return Stream.iterate(first, at -> !at.isAfter(world.clock.instant()), at -> at.plusSeconds(10))
        .filter(told)
        .map(this::report)
        .toList();
  }

  private NodeEvidence report(Instant at) {
    return NodeEvidenceBuilder.builder()
        .at(at)
        .host("10.89.0.6")
        .reachable(reachable.test(at))
        .processRunning(reachable.test(at))
        .cpuMillis(OptionalInt.of(busy.test(at) ? 598 : 80))
        .cpuLimitMillis(OptionalInt.of(600))
        .memoryBytes(OptionalLong.of(300L << 20))
        .memoryLimitBytes(OptionalLong.of(1L << 30))
        .oomKills(OptionalLong.of(2))
        .restarts(OptionalLong.of(1))
        .connections(OptionalInt.of(40))
        .build();
  }

  @Test
  void liftsItselfAfterAMinuteAndSaysSo() {
    recovery.runFor(Duration.ofSeconds(60));
    assertThat(world.fenced).isTrue();
    assertThat(recovery.condition("Stalled")).isEqualTo("True WaitingForApproval");

    recovery.runFor(Duration.ofSeconds(40));

    assertThat(recovery.condition("Succeeded")).isEqualTo("False NobodySuspected");
    assertThat(recovery.message("Succeeded"))
        .contains("false alarm", "no workload is suspected", "every step was rolled back");
    assertThat(recovery.condition("Stalled")).startsWith("False");
    assertThat(world.acts).containsSubsequence("isolate", "lift", "thaw RENEW_LEASES");
    assertThat(world.fenced).isFalse();
    assertThat(world.frozen).isFalse();
    assertThat(world.exists).contains(FakeCluster.AGENT);
  }

  static IntStream instants() {
    return IntStream.range(0, 25);
  }

  @ParameterizedTest
  @MethodSource("instants")
  void alsoByWhoeverComesAfterAKill(int lifetime) {
    world.lifetime = lifetime;

    recovery.runFor(Duration.ofMinutes(3));

    assertThat(recovery.condition("Succeeded")).isEqualTo("False NobodySuspected");
    assertThat(world.fenced).isFalse();
    assertThat(world.frozen).isFalse();
  }

  @Test
  void alsoWhenNobodyCouldBeSuspectedBecauseTheSearchFailed() {
    world.evidenceReadable = false;

    recovery.runFor(Duration.ofMinutes(3));

    assertThat(recovery.condition("Succeeded")).isEqualTo("False NobodySuspected");
  }

  @Test
  void isLeftToAPersonWhoNamedACulprit() {
    recovery.request =
        new RecoveryRequestSpec(
            new ObjectReference("eu-1"), null, "by hand", false, FakeCluster.DATABASE, null, null);
    world.absent.add(FakeCluster.DATABASE);

    staysUp();
  }

  @Test
  void isLeftToAPersonWhoAnnotatedOne() {
    recovery.annotations =
        RequestAnnotations.of(
            false, Map.of(RequestAnnotations.CULPRIT, "DaemonSet/kube-system/cni"));

    staysUp();
  }

  @Test
  void isKeptWhenAHostWasBusyBeforeIt() {
    busy = at -> at.isAfter(FakeCluster.ONSET.minusSeconds(20)) && at.isBefore(FakeCluster.ONSET);

    staysUp();
  }

  @Test
  void isKeptWhenAHostCannotBeAskedNow() {
    reachable = at -> at.isBefore(FakeCluster.ONSET.plusSeconds(30));

    staysUp();
  }

  @Test
  void aHostThatIsGoneIsNotWaitedFor() {
    world.hosts = List.of("10.89.0.6", "10.89.0.9");
    world.gone = List.of("10.89.0.9");

    recovery.runFor(Duration.ofMinutes(3));

    assertThat(recovery.condition("Succeeded")).isEqualTo("False NobodySuspected");
  }

  @Test
  void isKeptWhileAHostIsDeaf() {
    world.hosts = List.of("10.89.0.6", "10.89.0.9");
    world.deaf = List.of("10.89.0.9");

    staysUp();
  }

  @Test
  void isKeptWhenNobodyKnowsHowTheHostWasBeforeIt() {
    told = at -> at.isAfter(FakeCluster.ONSET.plusSeconds(12));

    staysUp();
  }

  @Test
  void isKeptWhileSomebodyKnocksLoudly() {
    world.knocking = List.of(new Client("10.89.0.7", 60), new Client("203.0.113.9", 5000));

    staysUp();
  }

  @Test
  void isKeptWhenSomebodyFilledTheQueues() {
    world.queuesRead = true;
    world.agentChangedAt = FakeCluster.ONSET.minus(Duration.ofDays(900));
    world.knocking = List.of(new Client("10.244.1.3", 9), new Client("10.244.2.9", 9));

    staysUp();
  }

  @Test
  void isKeptWhereNobodyCountsWhoKnocks() {
    world.counts = false;

    staysUp();
  }

  @Test
  void isKeptWhenTheServerHadToGrowBeforeItAnsweredAnybody() {
    world.processAlive = false;

    staysUp();
    assertThat(world.acts).contains("grow 1200 RESTART");
  }

  @Test
  void isKeptWhileAdministratorsAreNotAnswered() {
    recovery.runFor(Duration.ofSeconds(30));
    world.pathCut = true;

    staysUp();
  }

  @Test
  void isKeptWhileThePersonWhoPausedLooks() {
    recovery.runFor(Duration.ofSeconds(30));
    world.pauses = List.of("ada looks into it");

    staysUp();
  }

  /** The storm that was measured: the host rests behind the fence, and the offender's are loud. */
  @Test
  void ofARealStormIsNeverLifted() {
    world.pods = 2;
    world.queuesRead = true;
    world.knocking =
        List.of(
            new Client("10.244.1.2", 83_000),
            new Client("10.244.2.2", 83_000),
            new Client("10.89.0.7", 65));
    world.agentChangedAt = FakeCluster.ONSET.minus(Duration.ofDays(900));
    busy = at -> at.isAfter(FakeCluster.ONSET) && at.isBefore(FakeCluster.ONSET.plusSeconds(13));

    staysUp();
  }

  /** Everybody at once and none of them loud: only what the host said before tells. */
  @Test
  void ofAHerdIsNeverLifted() {
    busy = at -> at.isAfter(FakeCluster.ONSET) && at.isBefore(FakeCluster.ONSET.plusSeconds(13));

    staysUp();
  }

  private void staysUp() {
    recovery.runFor(Duration.ofMinutes(6));

    assertThat(world.fenced).isTrue();
    assertThat(world.acts).doesNotContain("lift");
    assertThat(recovery.condition("Succeeded")).startsWith("Unknown");
    assertThat(recovery.condition("Stalled")).startsWith("True");
  }
}
