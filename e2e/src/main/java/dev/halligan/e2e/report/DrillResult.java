package dev.halligan.e2e.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One drill as it is written down. Every time is in seconds since the rollout, every figure can be
 * worked out again from the samples.
 *
 * @param actor who acted: {@code halligan}, or the baselines {@code none} and {@code apf}
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
    Map<String, Integer> visits) {

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
}
