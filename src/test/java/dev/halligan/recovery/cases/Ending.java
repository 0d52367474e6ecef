package dev.halligan.recovery.cases;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Timeline;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.recovery.fake.FakeCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How things stand when a case is over. */
record Ending(FakeCluster world, Instant start) {

  List<String> facts() {
    List<String> facts = new ArrayList<>();
    add(facts, "fence", world.fence.up ? "UP" : "down");
    add(facts, "nodes", nodes());
    add(facts, "agent", agent());
    add(facts, "replicas", replicas());
    add(facts, "limits", limits(world.apiServer.limits()));
    add(facts, "routes", world.acts.contains("redirect") ? text(world.weights, "") : "");
    add(facts, "jailed", String.join(", ", world.confined));
    add(
        facts,
        "refused",
        world.workloads.refusedScales == 0
            ? ""
            : world.workloads.refusedScales + " attempts to scale");
    RecoveryRequestStatus status = world.status;
    add(facts, "admitted", admitted(status));
    add(facts, "approved", status.approvedBy() == null ? "" : "by " + status.approvedBy());
    add(facts, "steps", steps(status));
    add(facts, "status", conditions(status));
    add(facts, "timeline", timeline(status.timeline()));
    return facts;
  }

  private static void add(List<String> facts, String what, String text) {
    if (!text.isEmpty()) {
      facts.add("%11s  %s".formatted(what, text));
    }
  }

  private String nodes() {
    String lifecycle = world.frozen ? "FROZEN" : "not frozen";
    return world.stopped ? lifecycle + ", controller-manager STOPPED" : lifecycle;
  }

  private String agent() {
    String object = world.workloads.exist.contains(FakeCluster.AGENT) ? "exists" : "removed";
    return object + ", " + world.workloads.pods + " pods";
  }

  private String replicas() {
    return world.workloads.replicas.entrySet().stream()
        .map(r -> r.getKey().name() + " " + r.getValue())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String limits(Size size) {
    return "%dm CPU, %d MiB".formatted(size.cpuMillis(), size.memoryBytes() >> 20);
  }

  private static String text(Map<String, Integer> shares, String unit) {
    return new TreeMap<>(shares)
        .entrySet().stream()
            .map(s -> s.getKey() + " " + s.getValue() + unit)
            .collect(Collectors.joining(", "));
  }

  private static String admitted(RecoveryRequestStatus status) {
    return status.admitted() == null
        ? ""
        : status.admitted().stream()
            .map(a -> a.cohort() + " " + a.share() + "%")
            .collect(Collectors.joining(", "));
  }

  private static String steps(RecoveryRequestStatus status) {
    return status.steps() == null
        ? ""
        : status.steps().stream()
            .map(s -> s.name() + " " + StatusChanges.word(s.state()))
            .collect(Collectors.joining(", "));
  }

  private static String conditions(RecoveryRequestStatus status) {
    return status.conditions().stream().map(StatusChanges::words).collect(Collectors.joining(", "));
  }

  private String timeline(Timeline t) {
    if (t == null) {
      return "";
    }
    return Stream.of(
            moment("onset", t.onsetAt()),
            moment("detected", t.detectedAt()),
            moment("fenced", t.fencedAt()),
            moment("admins restored", t.adminRestoredAt()),
            moment("culprit removed", t.culpritRemovedAt()),
            moment("readmitted", t.readmittedAt()),
            moment("finished", t.finishedAt()))
        .filter(Objects::nonNull)
        .collect(Collectors.joining(", "));
  }

  private String moment(String name, String at) {
    if (at == null) {
      return null;
    }
    Duration since = Duration.between(start, Instant.parse(at));
    return name + " " + (since.isNegative() ? "-" : "") + Transcript.time(since.abs());
  }
}
