package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/** Ordered steps. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.steps.all(s, self.steps.exists_one(t, t.name == s.name))",
    message = "two steps have the same name: rename one",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'Readmit')"
            + " || self.steps.filter(s, s.action in ['Isolate', 'Readmit'])[0].action == 'Isolate'",
    message =
        "Readmit admits clients through the fence that Isolate raises: put an Isolate step before"
            + " it",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'Thaw')"
            + " || self.steps.filter(s, s.action in ['FreezeNodeLifecycle', 'Thaw'])[0].action == 'FreezeNodeLifecycle'",
    message = "Thaw undoes FreezeNodeLifecycle: put a FreezeNodeLifecycle step before it",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'Isolate')"
            + " || self.steps.exists(s, s.action == 'Readmit')",
    message = "Isolate blocks clients until the fence expires: put a Readmit step after it",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'FreezeNodeLifecycle')"
            + " || self.steps.exists(s, s.action == 'Thaw')",
    message = "FreezeNodeLifecycle must end with the fence: put a Thaw step after it",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action in ['ScaleDownNoisy', 'RedirectTraffic'])"
            + " || self.steps.exists(s, s.action == 'RestoreWorkloads')",
    message =
        "ScaleDownNoisy and RedirectTraffic must end with the recovery: put a RestoreWorkloads step"
            + " after them",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'RestoreWorkloads')"
            + " || self.steps.filter(s, s.action in ['ScaleDownNoisy', 'RedirectTraffic', 'GrowApiServer', 'RestoreWorkloads'])"
            + "[0].action != 'RestoreWorkloads'",
    message =
        "RestoreWorkloads undoes ScaleDownNoisy, RedirectTraffic and GrowApiServer: put it after"
            + " them",
    fieldPath = ".steps")
@ValidationRule(
    value = "self.steps.all(s, self.steps.exists_one(t, t.action == s.action))",
    message = "two steps have the same action: use each action only once",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'RemoveRollout')"
            + " || self.steps.filter(s, s.action in ['FindCulprit', 'RemoveRollout'])[0].action == 'FindCulprit'",
    message =
        "RemoveRollout removes the culprit that FindCulprit found, or confirmed for the request:"
            + " put a FindCulprit step before it",
    fieldPath = ".steps")
public record RecoveryPlaybookSpec(
    @Required
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("Steps in the order in which they run.")
        List<Step> steps) {

  /** One step with the settings of its action, if it has any. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "(!has(self.isolate) || self.action == 'Isolate')"
              + " && (!has(self.findCulprit) || self.action == 'FindCulprit')"
              + " && (!has(self.scaleDownNoisy) || self.action == 'ScaleDownNoisy')"
              + " && (!has(self.growApiServer) || self.action == 'GrowApiServer')"
              + " && (!has(self.redirectTraffic) || self.action == 'RedirectTraffic')"
              + " && (!has(self.readmit) || self.action == 'Readmit')",
      message =
          "the step has settings of another action: move them to the step with that action, or"
              + " remove them")
  @ValidationRule(
      value =
          "!has(self.timeout) || (self.timeout"
              + Durations.CEL_MATCHES
              + " && duration(self.timeout) >= duration('1s')"
              + " && duration(self.timeout) <= duration('1h'))",
      message = "timeout must be a duration between 1s and 1h, such as 30s or 2m",
      fieldPath = ".timeout")
  @ValidationRule(
      value = "self.action != 'Readmit' || !has(self.onFailure) || self.onFailure != 'Continue'",
      message = "skipping a failed Readmit would admit every client at once: use Hold or Abort",
      fieldPath = ".onFailure")
  @RecordBuilder
  public record Step(
      @Required
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          @Size(min = 1, max = 63)
          @JsonPropertyDescription("Name of the step in status, events and approvals.")
          String name,
      @Required @JsonPropertyDescription("What the step does.") ActionType action,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription("The step fails if it takes longer than this, 1s to 1h.")
          String timeout,
      @JsonPropertyDescription(
              "What to do if the step fails. Continue: report it and go on. Hold: change nothing,"
                  + " but renew the fence, until a person decides. Abort: undo every step in"
                  + " reverse order and stop.")
          OnFailure onFailure,
      @JsonPropertyDescription("Whether the step waits for human approval.") Boolean approval,
      @JsonPropertyDescription("Settings of Isolate.") Isolate isolate,
      @JsonPropertyDescription("Settings of FindCulprit.") FindCulprit findCulprit,
      @JsonPropertyDescription("Settings of ScaleDownNoisy.") ScaleDownNoisy scaleDownNoisy,
      @JsonPropertyDescription("Settings of GrowApiServer.") GrowApiServer growApiServer,
      @JsonPropertyDescription("Settings of RedirectTraffic.") RedirectTraffic redirectTraffic,
      @JsonPropertyDescription("Settings of Readmit.") Readmit readmit) {}

  /**
   * {@code ttl}: the fence expires if it is not renewed for this long (30s to 4m). Pods of silent
   * nodes are evicted after 5m 40s, so an orphaned fence must end before that.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value =
          "!has(self.ttl) || (self.ttl"
              + Durations.CEL_MATCHES
              + " && duration(self.ttl) >= duration('30s')"
              + " && duration(self.ttl) <= duration('4m'))",
      message =
          "ttl must be a duration between 30s and 4m, such as 2m: an orphaned fence must expire"
              + " before pods are evicted",
      fieldPath = ".ttl")
  public record Isolate(
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription(
              "The fence expires if it is not renewed for this long, 30s to 4m.")
          String ttl) {}

  /** {@code minConfidence}: percent below which a person must decide (0 to 100). */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FindCulprit(
      @Min(0)
          @Max(100)
          @JsonPropertyDescription("Confidence in percent below which a person must decide.")
          Integer minConfidence,
      @Size(max = 64)
          @JsonPropertyDescription(
              "Namespaces whose workloads are never suspected; kube-system is always included.")
          List<@Size(min = 1, max = 63) String> neverNamespaces) {}

  /** Scales down at most {@code maxWorkloads} whose share is at least {@code minShare} percent. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ScaleDownNoisy(
      @Min(1) @Max(100) @JsonPropertyDescription("Maximum number of workloads to scale down.")
          Integer maxWorkloads,
      @Min(0)
          @Max(100)
          @JsonPropertyDescription(
              "Minimum share in percent that a workload causes: of the whole load before the fence,"
                  + " or of the others' connection attempts that the fence rejects.")
          Integer minShare) {}

  /** Factors in percent of the limit before any growth (200 doubles it); 0 keeps it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "(!has(self.cpuPercent) || self.cpuPercent == 0 || self.cpuPercent > 100)"
              + " && (!has(self.memoryPercent) || self.memoryPercent == 0"
              + " || self.memoryPercent > 100)",
      message =
          "growth is in percent of the current limit: 200 doubles it and 0 keeps it; values from 1"
              + " to 100 would shrink the API server")
  @ValidationRule(
      value =
          "!has(self.liveWithin) || (self.liveWithin"
              + Durations.CEL_MATCHES
              + " && duration(self.liveWithin) >= duration('10s')"
              + " && duration(self.liveWithin) <= duration('10m'))",
      message = "liveWithin must be a duration between 10s and 10m, such as 90s",
      fieldPath = ".liveWithin")
  public record GrowApiServer(
      @Min(0)
          @Max(1000)
          @JsonPropertyDescription(
              "New CPU limit in percent of the limit before any growth, at most what the host has;"
                  + " 0 keeps the limit.")
          Integer cpuPercent,
      @Min(0)
          @Max(1000)
          @JsonPropertyDescription(
              "New memory limit in percent of the limit before any growth, at most 80% of what the"
                  + " host has; 0 keeps the limit.")
          Integer memoryPercent,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription(
              "Halligan reverts the growth if the API server is not live within this time, 10s to"
                  + " 10m.")
          String liveWithin) {}

  /** HTTPRoutes in the management cluster whose weights move to the healthy backend. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record RedirectTraffic(
      @Required
          @Size(min = 1, max = 32)
          @JsonPropertyDescription(
              "HTTPRoutes in the management cluster whose weights move to the healthy backend.")
          List<Route> routes) {}

  /** Moves the weight of backend {@code from} to backend {@code to}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = "self.from != self.to",
      message = "from and to are the same backend: name the healthy backend in to",
      fieldPath = ".to")
  public record Route(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Namespace of the HTTPRoute.")
          String namespace,
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the HTTPRoute.")
          String name,
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Backend that loses its weight.")
          String from,
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Backend that receives it.")
          String to) {}

  /**
   * Shares in percent, ascending and ending with 100; the {@code dwell} between two; gates that
   * must hold.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "!has(self.shares) || (self.shares.isSorted()"
              + " && self.shares.all(s, self.shares.exists_one(t, t == s))"
              + " && self.shares.all(s, s >= 1 && s <= 100)"
              + " && self.shares[size(self.shares) - 1] == 100)",
      message =
          "shares must be ascending percents that end with 100, such as [1, 5, 25, 100]: without"
              + " 100, some clients would stay blocked",
      fieldPath = ".shares")
  @ValidationRule(
      value =
          "!has(self.dwell) || (self.dwell"
              + Durations.CEL_MATCHES
              + " && duration(self.dwell) >= duration('1s')"
              + " && duration(self.dwell) <= duration('10m'))",
      message = "dwell must be a duration between 1s and 10m, such as 2s",
      fieldPath = ".dwell")
  @ValidationRule(
      value =
          "!has(self.adminSlowerThan) || (self.adminSlowerThan"
              + Durations.CEL_MATCHES
              + " && duration(self.adminSlowerThan) >= duration('50ms')"
              + " && duration(self.adminSlowerThan) <= duration('3s'))",
      message =
          "adminSlowerThan must be a duration between 50ms and 3s (a probe's deadline), such as 1s",
      fieldPath = ".adminSlowerThan")
  public record Readmit(
      @Size(min = 1, max = 16)
          @JsonPropertyDescription("Shares of each cohort in percent, ascending, ending with 100.")
          List<Integer> shares,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription("How long the gates must hold before the next share, 1s to 10m.")
          String dwell,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription(
              "A gate fails if the admin lane is slower than this, 50ms to 3s.")
          String adminSlowerThan,
      @Min(1)
          @Max(10000)
          @JsonPropertyDescription("Maximum number of new connections per second of a cohort.")
          Integer connectionsPerSecond) {}
}
