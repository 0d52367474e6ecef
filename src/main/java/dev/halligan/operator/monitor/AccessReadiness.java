package dev.halligan.operator.monitor;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.InstanceObserver.AccessPath;
import dev.halligan.net.Cidr;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import dev.halligan.status.ConditionValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether every path that a recovery needs is proven. A proven path stays so during an overload: a
 * slow lane has not been refused, and a host may miss a question or two.
 */
public final class AccessReadiness {
  /** A host that last answered longer ago than this no longer counts as proven. */
  static final Duration PROOF_LIFETIME = Duration.ofMinutes(5);

  private AccessReadiness() {}

  /**
   * What a control-plane host last reported.
   *
   * @param caller Halligan's address as the host sees it; null before the first answer
   * @param failure why the last question failed; null if it did not
   * @param fence why a fence could not be raised there, by the last rehearsal; null if it could
   */
  public record HostAccess(
      String address,
      Instant answeredAt,
      String caller,
      ControlFailure failure,
      ControlFailure fence) {
    /** It is absent or deaf, so a recovery goes on without it. */
    boolean isLeftOut() {
      return isAbsent() || isDeaf();
    }

    /** It answers neither by SSH nor on its API port, so there is no API server to fence. */
    boolean isAbsent() {
      return failure != null && failure.reason() == Reason.HOST_ABSENT;
    }

    /** Its API port accepts connections, but SSH does not answer. */
    boolean isDeaf() {
      return failure != null && failure.reason() == Reason.HOST_DEAF;
    }

    /** Its halligan-node is too old to rehearse the fence. */
    boolean isUnrehearsed() {
      return fence != null && fence.reason() == Reason.TOOL_OUTDATED;
    }

    boolean isProven(Instant now) {
      return answeredAt != null && answeredAt.plus(PROOF_LIFETIME).isAfter(now);
    }
  }

  /** {@code samples}: those of the last minutes. */
  public static ConditionValue judge(
      AccessPath approach,
      Collection<HostAccess> hosts,
      List<String> admins,
      List<Sample> samples,
      Instant now) {
    if (approach.instance() == null) {
      return laneObjection(samples).orElseGet(() -> byLaneAlone(approach, samples));
    }
    if (hosts.isEmpty()) {
      return ConditionValue.unknown(
          Reasons.ACCESS_NOT_VERIFIED,
          "no control-plane %s has been asked yet".formatted(approach.instance()));
    }
    // at least one must be there: if all are gone, none is left out
    List<HostAccess> present = hosts.stream().filter(h -> !h.isLeftOut()).toList();
    Collection<HostAccess> counted = present.isEmpty() ? hosts : present;
    List<HostAccess> leftOut = hosts.stream().filter(h -> !counted.contains(h)).toList();
    return Stream.concat(
            counted.stream().flatMap(h -> objection(approach, h, admins, now).stream()),
            laneObjection(samples).stream())
        .findFirst()
        .orElseGet(() -> ready(approach, counted, leftOut, samples));
  }

  private static ConditionValue ready(
      AccessPath approach,
      Collection<HostAccess> hosts,
      List<HostAccess> leftOut,
      List<Sample> samples) {
    String words = approach.proven().formatted(hosts.size(), without(leftOut)) + unrehearsed(hosts);
    if (approach.shortfall() != null) {
      return ConditionValue.yes(Reasons.FENCE_UNAVAILABLE, words + ". " + approach.shortfall());
    }
    return adminAnswered(samples)
        ? ConditionValue.yes(Reasons.ACCESS_VERIFIED, words + ", the admin lane answers")
        : ConditionValue.yes(
            Reasons.HOST_ACCESS_VERIFIED,
            words
                + "; the admin lane has not answered recently. If the cluster is healthy, check"
                + " spec.access.endpoints and the firewall in front of them");
  }

  private static String without(List<HostAccess> leftOut) {
    String absent = addresses(leftOut, HostAccess::isAbsent);
    String deaf = addresses(leftOut, HostAccess::isDeaf);
    return (absent.isEmpty()
            ? ""
            : (" (without %s: neither SSH nor the API port answers there, so there is nothing to"
                    + " fence)")
                .formatted(absent))
        + (deaf.isEmpty()
            ? ""
            : (" (without %s: the API port there accepts connections, but SSH does not answer. Check its"
                    + " load and its sshd from the console; a recovery leaves it out until SSH"
                    + " answers)")
                .formatted(deaf));
  }

  private static String unrehearsed(Collection<HostAccess> hosts) {
    String old = addresses(hosts, HostAccess::isUnrehearsed);
    return old.isEmpty()
        ? ""
        : (" (the fence was not rehearsed on %s: run install-node there again, its halligan-node is"
                + " outdated)")
            .formatted(old);
  }

  private static String addresses(Collection<HostAccess> hosts, Predicate<HostAccess> which) {
    return hosts.stream()
        .filter(which)
        .map(HostAccess::address)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Without instances to observe, an answer on the admin lane is all the proof there is. */
  private static ConditionValue byLaneAlone(AccessPath approach, List<Sample> samples) {
    return adminAnswered(samples)
        ? ConditionValue.yes(
            Reasons.FENCE_UNAVAILABLE,
            "%s, and it answers. %s".formatted(approach.proven(), approach.shortfall()))
        : ConditionValue.unknown(
            Reasons.ACCESS_NOT_VERIFIED,
            ("%s, and it has not answered recently, so no recovery starts. If the cluster is"
                    + " healthy, check spec.access.endpoints and the firewall in front of them")
                .formatted(approach.proven()));
  }

  private static boolean adminAnswered(List<Sample> samples) {
    return samples.stream()
        .anyMatch(s -> s.lane() == Lane.ADMIN && s.result() instanceof ProbeResult.Answered);
  }

  private static Optional<ConditionValue> objection(
      AccessPath approach, HostAccess host, List<String> admins, Instant now) {
    ControlFailure failure = host.failure();
    if (failure != null && failure.reason() == Reason.HOST_KEY_MISMATCH) {
      return Optional.of(
          ConditionValue.no(Reasons.HOST_KEY_MISMATCH, sentence(approach, host, failure)));
    }
    if (failure != null && (isRefusal(failure) || !host.isProven(now))) {
      return Optional.of(ConditionValue.no(approach.shut(), sentence(approach, host, failure)));
    }
    if (host.caller() != null && !isAdmitted(host.caller(), admins)) {
      return Optional.of(
          ConditionValue.no(
              Reasons.CALLER_NOT_ADMITTED,
              ("host %s sees Halligan as %s, which is not in spec.admins.cidrs. A fence would lock"
                      + " Halligan out, so none is raised. Add %s to spec.admins.cidrs")
                  .formatted(host.address(), host.caller(), host.caller())));
    }
    return host.fence() == null || host.isUnrehearsed()
        ? Optional.empty()
        : Optional.of(
            ConditionValue.no(
                Reasons.FENCE_WOULD_FAIL,
                "a fence could not be raised: %s. %s"
                    .formatted(host.fence().getMessage(), host.fence().fix())));
  }

  private static boolean isAdmitted(String caller, List<String> admins) {
    return admins.stream().map(Cidr::parse).anyMatch(range -> range.contains(caller));
  }

  private static boolean isRefusal(ControlFailure failure) {
    return switch (failure.reason()) {
      case HOST_UNREACHABLE, HOST_ABSENT, HOST_DEAF, TIMED_OUT, INTERNAL, CONFLICT -> false;
      default -> true;
    };
  }

  private static String sentence(AccessPath approach, HostAccess host, ControlFailure failure) {
    return "%s %s: %s. %s"
        .formatted(approach.instance(), host.address(), failure.getMessage(), failure.fix());
  }

  private static Optional<ConditionValue> laneObjection(List<Sample> samples) {
    return samples.stream()
        .filter(s -> s.lane() == Lane.ADMIN)
        .max(Comparator.comparing(Sample::at))
        .flatMap(
            s ->
                switch (s.result()) {
                  case ProbeResult.Untrusted(var reason, _) ->
                      Optional.of(refused(s, "the certificates do not match: " + reason));
                  case ProbeResult.Answered(int status, _) when status == 401 || status == 403 ->
                      Optional.of(refused(s, "it answered HTTP " + status));
                  default -> Optional.empty();
                });
  }

  private static ConditionValue refused(Sample sample, String why) {
    return ConditionValue.no(
        Reasons.ADMIN_LANE_REFUSED,
        ("the admin lane cannot use endpoint %s: %s. Renew the kubeconfig in the Secret that"
                + " spec.access.admin names")
            .formatted(sample.endpoint(), why));
  }
}
