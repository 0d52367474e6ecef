package dev.halligan.e2e.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import java.util.List;
import java.util.Map;

/**
 * One drill as it is kept under docs/results. Every time is in seconds since the rollout, every
 * figure can be worked out again from the samples.
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
  public record Check(String name, boolean ok, String detail) {}

  @JsonIgnore
  public boolean isBaseline() {
    return !actor.equals("halligan");
  }
}
