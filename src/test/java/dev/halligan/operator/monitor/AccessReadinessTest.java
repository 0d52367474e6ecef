package dev.halligan.operator.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.InstanceObserver.AccessPath;
import dev.halligan.driver.node.NodeInstanceObserver;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Timings;
import dev.halligan.probe.Sample;
import dev.halligan.status.ConditionValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessReadinessTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Timings QUICK =
      new Timings(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3));
  private static final List<String> ADMINS = List.of("10.0.0.0/24");
  private static final AccessPath BY_SSH = new NodeInstanceObserver(null, null, null).approach();
  private static final AccessReadiness.HostAccess GOOD = answered(NOW, "10.0.0.7");

  @Test
  void isReadyWhenHostsAnswerAndAdmitUs() {
    assertThat(judge(List.of(GOOD), List.of(admin(200))))
        .extracting(ConditionValue::status)
        .isEqualTo("True");
  }

  @Test
  void isUnknownBeforeAnyHostWasAsked() {
    assertThat(judge(List.of(), List.of()).reason()).isEqualTo(Reasons.ACCESS_NOT_VERIFIED);
  }

  @Test
  void doesNotClaimAnAdminLaneThatNeverAnswered() {
    assertThat(judge(List.of(GOOD), List.of(admin(200))).reason())
        .isEqualTo(Reasons.ACCESS_VERIFIED);
    assertThat(judge(List.of(GOOD), List.of()).reason()).isEqualTo(Reasons.HOST_ACCESS_VERIFIED);
  }

  @Test
  void staysReadyWhileTheAdminLaneDrowns() {
    var timedOut = sample(new ProbeResult.TimedOut(Phase.HTTP, QUICK));

    assertThat(judge(List.of(GOOD), List.of(timedOut)).isTrue()).isTrue();
  }

  @Test
  void staysReadyWhenAProvenHostMissesAQuestion() {
    var missed = missed(NOW.minusSeconds(60), Reason.HOST_UNREACHABLE);

    assertThat(judge(List.of(missed), List.of()).isTrue()).isTrue();
  }

  @Test
  void aHostSilentForMinutesIsNotCountedOn() {
    var missed = missed(NOW.minus(AccessReadiness.PROOF_LIFETIME), Reason.TIMED_OUT);

    assertThat(judge(List.of(missed), List.of()).reason()).isEqualTo(Reasons.SSH_UNREACHABLE);
  }

  @Test
  void aHostThatNeverAnsweredIsNotCountedOn() {
    assertThat(judge(List.of(missed(null, Reason.HOST_UNREACHABLE)), List.of()).reason())
        .isEqualTo(Reasons.SSH_UNREACHABLE);
  }

  @Test
  void aWrongHostKeyCountsAtOnceThoughItWasProvenBefore() {
    var finding = judge(List.of(missed(NOW, Reason.HOST_KEY_MISMATCH)), List.of());

    assertThat(finding.reason()).isEqualTo(Reasons.HOST_KEY_MISMATCH);
    assertThat(finding.message()).contains("what happened").contains("what to do");
  }

  @Test
  void aCallerOutsideAdminsIsNamedWithTheFix() {
    var finding = judge(List.of(answered(NOW, "10.9.9.9")), List.of());

    assertThat(finding.reason()).isEqualTo(Reasons.CALLER_NOT_ADMITTED);
    assertThat(finding.message()).contains("Add 10.9.9.9 to spec.admins.cidrs");
  }

  @Test
  void oneBadHostAmongGoodOnesIsEnough() {
    var bad = missed(null, Reason.SSH_REFUSED);

    assertThat(judge(List.of(GOOD, bad), List.of()).isTrue()).isFalse();
  }

  @Test
  void aDeadHostIsLeftOutAndNamed() {
    var dead =
        new AccessReadiness.HostAccess("10.89.0.7", null, null, failure(Reason.HOST_ABSENT), null);
    var finding = judge(List.of(GOOD, dead), List.of(admin(200)));

    assertThat(finding.isTrue()).isTrue();
    assertThat(finding.message()).contains("SSH answers on 1 hosts", "10.89.0.7");
  }

  @Test
  void aDeafHostIsLeftOutAndNamed() {
    var deaf =
        new AccessReadiness.HostAccess("10.89.0.7", null, null, failure(Reason.HOST_DEAF), null);
    var finding = judge(List.of(GOOD, deaf), List.of(admin(200)));

    assertThat(finding.isTrue()).isTrue();
    assertThat(finding.message())
        .contains(
            "SSH answers on 1 hosts", "10.89.0.7: the API port there accepts", "leaves it out");
    assertThat(judge(List.of(deaf), List.of()).reason()).isEqualTo(Reasons.SSH_UNREACHABLE);
  }

  @Test
  void aFenceThatWouldNotGoUpIsNotReady() {
    var finding = judge(List.of(rehearsed(Reason.WRONG_PORT)), List.of(admin(200)));

    assertThat(finding.isTrue()).isFalse();
    assertThat(finding.reason()).isEqualTo(Reasons.FENCE_WOULD_FAIL);
    assertThat(finding.message())
        .isEqualTo("a fence could not be raised: what happened. what to do");
  }

  @Test
  void aHostThatCannotRehearseYetIsReadyAndToldOf() {
    var finding = judge(List.of(rehearsed(Reason.TOOL_OUTDATED)), List.of(admin(200)));

    assertThat(finding.isTrue()).isTrue();
    assertThat(finding.message()).contains("not rehearsed on 10.89.0.6: run install-node");
  }

  @Test
  void oneOfThoseThatAreLeftHasToBeProven() {
    var dead =
        new AccessReadiness.HostAccess("10.89.0.7", null, null, failure(Reason.HOST_ABSENT), null);
    var silent = missed(null, Reason.HOST_UNREACHABLE);

    assertThat(judge(List.of(silent, dead), List.of()).reason()).isEqualTo(Reasons.SSH_UNREACHABLE);
    assertThat(judge(List.of(dead), List.of()).reason()).isEqualTo(Reasons.SSH_UNREACHABLE);
  }

  @Test
  void staysReadyForAWhileWhenTheOnlyHostIsGone() {
    assertThat(judge(List.of(missed(NOW.minusSeconds(60), Reason.HOST_ABSENT)), List.of()).isTrue())
        .isTrue();
  }

  @Test
  void anAdminLaneThatIsRefusedIsNotReady() {
    assertThat(judge(List.of(GOOD), List.of(admin(401))).reason())
        .isEqualTo(Reasons.ADMIN_LANE_REFUSED);
  }

  @Test
  void theNewestAdminSampleCounts() {
    var old =
        new Sample(NOW.minusSeconds(30), "cp-0", Lane.ADMIN, new ProbeResult.Answered(403, QUICK));

    assertThat(judge(List.of(GOOD), List.of(admin(200), old)).isTrue()).isTrue();
  }

  @Test
  void whatLacksOnlyAFenceIsReadyAndSaysSo() {
    var pods =
        new AccessPath(
            "pod", Reasons.PODS_UNREACHABLE, "%d pods are found%s", "Install a policy engine");
    var finding = AccessReadiness.judge(pods, List.of(GOOD), ADMINS, List.of(admin(200)), NOW);

    assertThat(finding).isEqualTo(ConditionValue.yes(Reasons.FENCE_UNAVAILABLE, finding.message()));
    assertThat(finding.message()).contains("1 pods are found", "Install a policy engine");
  }

  @Test
  void aPodOutOfReachIsNamedAsOne() {
    var pods = new AccessPath("pod", Reasons.PODS_UNREACHABLE, "%d pods are found%s", null);
    var finding =
        AccessReadiness.judge(
            pods, List.of(missed(null, Reason.NOT_FOUND)), ADMINS, List.of(), NOW);

    assertThat(finding.reason()).isEqualTo(Reasons.PODS_UNREACHABLE);
    assertThat(finding.message()).startsWith("pod ");
  }

  @Test
  void whereNothingIsToBeSeenTheAdminLaneAloneCounts() {
    var finding = managed(admin(200));

    assertThat(finding).isEqualTo(ConditionValue.yes(Reasons.FENCE_UNAVAILABLE, finding.message()));
    assertThat(finding.message()).contains("admin lane, and it answers. No fence");
    assertThat(managed(admin(401)).reason()).isEqualTo(Reasons.ADMIN_LANE_REFUSED);
  }

  @Test
  void whereNothingIsToBeSeenAnOlderAnswerOutlivesTheFirstTimeouts() {
    var drowning =
        new Sample(
            NOW.plusSeconds(9), "cp-0", Lane.ADMIN, new ProbeResult.TimedOut(Phase.HTTP, QUICK));

    assertThat(managed(admin(200), drowning).isTrue()).isTrue();
  }

  @Test
  void whereNothingIsToBeSeenASilentAdminLaneProvesNothing() {
    var silent = managed(sample(new ProbeResult.TimedOut(Phase.HTTP, QUICK)));

    assertThat(silent)
        .isEqualTo(ConditionValue.unknown(Reasons.ACCESS_NOT_VERIFIED, silent.message()));
    assertThat(silent.message()).contains("no recovery starts", "spec.access.endpoints");
    assertThat(managed().isTrue()).isFalse();
  }

  private static ConditionValue managed(Sample... samples) {
    var none =
        new AccessPath(
            null, Reasons.ADMIN_LANE_REFUSED, "the way in is the admin lane", "No fence");
    return AccessReadiness.judge(none, List.of(), ADMINS, List.of(samples), NOW);
  }

  private static ConditionValue judge(
      List<AccessReadiness.HostAccess> hosts, List<Sample> samples) {
    return AccessReadiness.judge(BY_SSH, hosts, ADMINS, samples, NOW);
  }

  private static AccessReadiness.HostAccess answered(Instant at, String caller) {
    return new AccessReadiness.HostAccess("10.89.0.6", at, caller, null, null);
  }

  private static AccessReadiness.HostAccess rehearsed(Reason reason) {
    return new AccessReadiness.HostAccess("10.89.0.6", NOW, "10.0.0.7", null, failure(reason));
  }

  private static AccessReadiness.HostAccess missed(Instant answeredAt, Reason reason) {
    return new AccessReadiness.HostAccess(
        "10.89.0.6", answeredAt, answeredAt == null ? null : "10.0.0.7", failure(reason), null);
  }

  private static ControlFailure failure(Reason reason) {
    return new ControlFailure(reason, "what happened", "what to do");
  }

  private static Sample admin(int status) {
    return sample(new ProbeResult.Answered(status, QUICK));
  }

  private static Sample sample(ProbeResult result) {
    return new Sample(NOW, "cp-0", Lane.ADMIN, result);
  }
}
