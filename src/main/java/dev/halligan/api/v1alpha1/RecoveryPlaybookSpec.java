package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Ordered steps. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecoveryPlaybookSpec(List<Step> steps) {

  /** One step and, where its action has any, the action's own settings. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Step(
      String name,
      ActionType action,
      String timeout,
      OnFailure onFailure,
      Boolean approval,
      Isolate isolate,
      FindCulprit findCulprit,
      ScaleDownNoisy scaleDownNoisy,
      GrowApiServer growApiServer,
      RedirectTraffic redirectTraffic,
      Readmit readmit) {}

  /** {@code ttl}: the fence dies by itself when nobody renewed it for so long (30s to 10m). */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Isolate(String ttl) {}

  /** {@code minConfidence}: percent below which a person is asked (0 to 100). */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FindCulprit(Integer minConfidence, List<String> neverNamespaces) {}

  /** Scales down at most {@code maxWorkloads} that cause at least {@code minShare} percent each. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ScaleDownNoisy(Integer maxWorkloads, Integer minShare) {}

  /** Factors in percent of the present limit (200 doubles it); 0 leaves it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record GrowApiServer(Integer cpuPercent, Integer memoryPercent, String liveWithin) {}

  /** HTTPRoutes of the management cluster whose weights move to the healthy side. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record RedirectTraffic(List<Route> routes) {}

  /** Moves the weight of backend {@code from} to backend {@code to}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Route(String namespace, String name, String from, String to) {}

  /** Shares in percent, ascending, the last 100; {@code dwell} between two; gates that must hold. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Readmit(
      List<Integer> shares, String dwell, String adminSlowerThan, Integer connectionsPerSecond) {}
}
