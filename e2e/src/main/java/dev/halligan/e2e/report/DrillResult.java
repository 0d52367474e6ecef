package dev.halligan.e2e.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.measure.Visit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One drill as it is written down. Every time is in seconds since the rollout. With what is listed
 * here every figure can be worked out again.
 *
 * @param actor who acted: {@code halligan}, or the baselines {@code none} and {@code apf}
 * @param visits all visits to the shop since the rollout: how many were answered, how many failed
 * @param end the last moment that was watched; like those below absent from older results
 * @param shop the same visits by second
 * @param evictions pods that were evicted or replaced; absent too where nobody could be asked
 * @param refusedByFence packets of an administrator that a fence refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DrillResult(
    String scenario,
    String actor,
    String startedAt,
    String commit,
    Machine machine,
    Map<String, String> versions,
    boolean recovered,
    Map<Mark, Double> marks,
    Map<String, Double> figures,
    List<Check> checks,
    List<Recording.Event> events,
    List<LaneSample> admin,
    List<LaneSample> ordinary,
    List<Recording.Memory> operatorMemory,
    Map<String, Integer> visits,
    Double end,
    List<Visit.Tally> shop,
    List<String> evictions,
    Long refusedByFence) {

  /** Memory in MiB. */
  public record Machine(int cores, long memoryMiB, String cpu, String kernel, String system) {}

  /** One thing that must be true of a cluster that is truly back. */
  public record Check(String name, boolean ok, String detail) {
    /** The detail is told only of a check that failed. */
    public static Check of(String name, boolean ok, String detail) {
      return new Check(name, ok, ok ? "" : detail);
    }
  }

  /** The commit, the machine and Kubernetes' version in one line. */
  String origin() {
    return String.format(
        Locale.ROOT,
        "commit %s, %d cores, %d GiB, %s, Kubernetes %s",
        commit.replaceFirst("^([0-9a-f]{10})[0-9a-f]+", "$1"),
        machine.cores(),
        Math.round(machine.memoryMiB() / 1024.0),
        machine.kernel(),
        versions.get("kubernetes"));
  }

  @JsonIgnore
  public boolean isBaseline() {
    return !actor.equals("halligan");
  }

  /** Whether nothing was found wanting; a baseline is only asked whether it ran to its end. */
  @JsonIgnore
  public boolean isGood() {
    return checks.stream().allMatch(Check::ok);
  }

  /** The same drill with other marks and figures. */
  DrillResult with(Map<Mark, Double> otherMarks, Map<String, Double> otherFigures) {
    return new DrillResult(
        scenario,
        actor,
        startedAt,
        commit,
        machine,
        versions,
        recovered,
        otherMarks,
        otherFigures,
        checks,
        events,
        admin,
        ordinary,
        operatorMemory,
        visits,
        end,
        shop,
        evictions,
        refusedByFence);
  }
}
