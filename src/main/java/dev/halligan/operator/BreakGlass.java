package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Surroundings.Approach;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import dev.halligan.recovery.Cidr;
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
 * Whether every path that a recovery needs is proven. A path that was proven stays so while the
 * cluster drowns: a lane that is slow has not been refused, and a host may miss a question or two.
 */
final class BreakGlass {
  /** A host that last answered longer ago than this is not counted on. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private BreakGlass() {}

  /**
   * What a control-plane host last said.
   *
   * @param caller our own address as the host sees it; null before the first answer
   * @param failure why the newest question brought nothing; null when it did
   * @param fence why no fence would go up there, as it was last tried; null when nothing speaks
   *     against one
   */
  record Host(
      String address,
      Instant answeredAt,
      String caller,
      ControlFailure failure,
      ControlFailure fence) {
    /** Nothing is done there: it is absent or deaf, so a recovery goes on without it. */
    boolean isLeftOut() {
      return isAbsent() || isDeaf();
    }

    /** It has no API server to fence: it answers neither by SSH nor on its API port. */
    boolean isAbsent() {
      return failure != null && failure.reason() == Reason.HOST_ABSENT;
    }

    /** Its API port accepts, but SSH gives no answer. */
    boolean isDeaf() {
      return failure != null && failure.reason() == Reason.HOST_DEAF;
    }

    /** Nobody could try whether a fence would go up. */
    boolean isUnrehearsed() {
      return fence != null && fence.reason() == Reason.TOOL_OUTDATED;
    }

    boolean isProven(Instant now) {
      return answeredAt != null && answeredAt.plus(PATIENCE).isAfter(now);
    }
  }

  /** Judges; {@code samples} are those of the last minutes. */
  static Finding judge(
      Approach approach,
      Collection<Host> hosts,
      List<String> admins,
      List<Sample> samples,
      Instant now) {
    if (approach.instance() == null) {
      return laneObjection(samples).orElseGet(() -> byLaneAlone(approach, samples));
    }
    if (hosts.isEmpty()) {
      return Finding.unknown(
          Reasons.NOT_PROVEN_YET,
          "no control-plane %s has been asked yet".formatted(approach.instance()));
    }
    // somebody has to be there: when all are gone, none is left out
    List<Host> present = hosts.stream().filter(h -> !h.isLeftOut()).toList();
    Collection<Host> counted = present.isEmpty() ? hosts : present;
    List<Host> leftOut = hosts.stream().filter(h -> !counted.contains(h)).toList();
    return Stream.concat(
            counted.stream().flatMap(h -> objection(approach, h, admins, now).stream()),
            laneObjection(samples).stream())
        .findFirst()
        .orElseGet(() -> ready(approach, counted, leftOut, samples));
  }

  private static Finding ready(
      Approach approach, Collection<Host> hosts, List<Host> leftOut, List<Sample> samples) {
    String words = approach.proven().formatted(hosts.size(), without(leftOut)) + unrehearsed(hosts);
    if (approach.shortfall() != null) {
      return Finding.yes(Reasons.WITHOUT_FENCE, words + ". " + approach.shortfall());
    }
    return adminAnswered(samples)
        ? Finding.yes(Reasons.EVERY_PATH_PROVEN, words + ", the admin lane answers")
        : Finding.yes(
            Reasons.HOSTS_PROVEN,
            words
                + "; the admin lane has not answered lately. If the cluster is well, check spec.access.endpoints and the firewall before them");
  }

  private static String without(List<Host> leftOut) {
    String absent = addresses(leftOut, Host::isAbsent);
    String deaf = addresses(leftOut, Host::isDeaf);
    return (absent.isEmpty()
            ? ""
            : " (without %s: neither SSH nor its API port answers there, so there is nothing to fence)"
                .formatted(absent))
        + (deaf.isEmpty()
            ? ""
            : " (without %s: its API port accepts, but SSH gives no answer. Look at its load and its sshd by its console: a recovery leaves it out until it answers)"
                .formatted(deaf));
  }

  private static String unrehearsed(Collection<Host> hosts) {
    String old = addresses(hosts, Host::isUnrehearsed);
    return old.isEmpty()
        ? ""
        : ", the fence was not rehearsed on %s: run install-node there again, for a halligan-node that can"
            .formatted(old);
  }

  private static String addresses(Collection<Host> hosts, Predicate<Host> which) {
    return hosts.stream()
        .filter(which)
        .map(Host::address)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Where nothing else is to be seen: an answer within the last minutes proves all there is. */
  private static Finding byLaneAlone(Approach approach, List<Sample> samples) {
    return adminAnswered(samples)
        ? Finding.yes(
            Reasons.WITHOUT_FENCE,
            "%s, and it answers. %s".formatted(approach.proven(), approach.shortfall()))
        : Finding.unknown(
            Reasons.NOT_PROVEN_YET,
            "%s, and it has not answered lately, so no recovery is begun. If the cluster is well, check spec.access.endpoints and the firewall before them"
                .formatted(approach.proven()));
  }

  private static boolean adminAnswered(List<Sample> samples) {
    return samples.stream()
        .anyMatch(s -> s.lane() == Lane.ADMIN && s.result() instanceof ProbeResult.Answered);
  }

  private static Optional<Finding> objection(
      Approach approach, Host host, List<String> admins, Instant now) {
    ControlFailure failure = host.failure();
    if (failure != null && failure.reason() == Reason.HOST_KEY_MISMATCH) {
      return Optional.of(Finding.no(Reasons.HOST_KEY_MISMATCH, sentence(approach, host, failure)));
    }
    if (failure != null && (isRefusal(failure) || !host.isProven(now))) {
      return Optional.of(Finding.no(approach.shut(), sentence(approach, host, failure)));
    }
    if (host.caller() != null && !isAdmitted(host.caller(), admins)) {
      return Optional.of(
          Finding.no(
              Reasons.CALLER_NOT_ADMITTED,
              "host %s sees us as %s, which is in none of spec.admins.cidrs: a fence would lock us out, so none is raised. Add %s to spec.admins.cidrs"
                  .formatted(host.address(), host.caller(), host.caller())));
    }
    return host.fence() == null || host.isUnrehearsed()
        ? Optional.empty()
        : Optional.of(
            Finding.no(
                Reasons.FENCE_WOULD_FAIL,
                "no fence would go up: %s. %s"
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

  private static String sentence(Approach approach, Host host, ControlFailure failure) {
    return "%s %s: %s. %s"
        .formatted(approach.instance(), host.address(), failure.getMessage(), failure.fix());
  }

  private static Optional<Finding> laneObjection(List<Sample> samples) {
    return samples.stream()
        .filter(s -> s.lane() == Lane.ADMIN)
        .max(Comparator.comparing(Sample::at))
        .flatMap(
            s ->
                switch (s.result()) {
                  case ProbeResult.Untrusted(var reason, _) ->
                      Optional.of(refused(s, "the certificates do not match: " + reason));
                  case ProbeResult.Answered(int status, _) when status == 401 || status == 403 ->
                      Optional.of(refused(s, "it answered " + status));
                  default -> Optional.empty();
                });
  }

  private static Finding refused(Sample sample, String why) {
    return Finding.no(
        Reasons.ADMIN_LANE_REFUSED,
        "endpoint %s does not admit the admin lane: %s. Renew the kubeconfig in the Secret of spec.access.admin"
            .formatted(sample.endpoint(), why));
  }
}
