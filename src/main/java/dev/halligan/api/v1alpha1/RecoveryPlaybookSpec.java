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
import java.util.List;

/** Ordered steps. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.steps.all(s, self.steps.exists_one(t, t.name == s.name))",
    message = "two steps have the same name: give each its own",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'Readmit')"
            + " || self.steps.filter(s, s.action in ['Isolate', 'Readmit'])[0].action == 'Isolate'",
    message =
        "Readmit lets clients back through the fence that Isolate puts up: put an Isolate step"
            + " before it",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'Thaw')"
            + " || self.steps.filter(s, s.action in ['FreezeNodeLifecycle', 'Thaw'])[0].action == 'FreezeNodeLifecycle'",
    message =
        "Thaw takes back what FreezeNodeLifecycle did: put a FreezeNodeLifecycle step before it",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'Isolate')"
            + " || self.steps.exists(s, s.action == 'Readmit')",
    message = "Isolate locks clients out until the fence expires: put a Readmit step after it",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'FreezeNodeLifecycle')"
            + " || self.steps.exists(s, s.action == 'Thaw')",
    message = "FreezeNodeLifecycle is for the time of the fence: put a Thaw step after it",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action in ['ScaleDownNoisy', 'RedirectTraffic'])"
            + " || self.steps.exists(s, s.action == 'RestoreWorkloads')",
    message =
        "ScaleDownNoisy and RedirectTraffic are for the time of the recovery: put a"
            + " RestoreWorkloads step after them",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'RestoreWorkloads')"
            + " || self.steps.filter(s, s.action in ['ScaleDownNoisy', 'RedirectTraffic', 'GrowApiServer', 'RestoreWorkloads'])"
            + "[0].action != 'RestoreWorkloads'",
    message =
        "RestoreWorkloads takes back what ScaleDownNoisy, RedirectTraffic and GrowApiServer did:"
            + " put a RestoreWorkloads step after them",
    fieldPath = ".steps")
@ValidationRule(
    value = "self.steps.all(s, self.steps.exists_one(t, t.action == s.action))",
    message = "two steps have the same action: each action may stand once",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!self.steps.exists(s, s.action == 'RemoveRollout')"
            + " || self.steps.filter(s, s.action in ['FindCulprit', 'RemoveRollout'])[0].action == 'FindCulprit'",
    message =
        "RemoveRollout removes what FindCulprit found, or what the request names and FindCulprit"
            + " confirms: put a FindCulprit step before it",
    fieldPath = ".steps")
public record RecoveryPlaybookSpec(
    @Required
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("Steps in the order in which they are taken.")
        List<Step> steps) {

  /** One step and, where its action has any, the action's own settings. */
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
          "the step has settings of another action: settings go under the step whose action has"
              + " their name; move or remove them")
  @ValidationRule(
      value =
          "!has(self.timeout) || (self.timeout"
              + Durations.CEL_MATCHES
              + " && duration(self.timeout) >= duration('1s')"
              + " && duration(self.timeout) <= duration('1h'))",
      message = "timeout is a duration between 1s and 1h, such as 30s or 2m",
      fieldPath = ".timeout")
  @ValidationRule(
      value = "self.action != 'Readmit' || !has(self.onFailure) || self.onFailure != 'Continue'",
      message = "a Readmit that is passed over lets every client back at once: use Hold, or Abort",
      fieldPath = ".onFailure")
  public record Step(
      @Required
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          @Size(min = 1, max = 63)
          @JsonPropertyDescription("Name of the step in status and events; approvals name it.")
          String name,
      @Required @JsonPropertyDescription("What the step does.") ActionType action,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription("The step has failed when it takes longer, 1s to 1h.")
          String timeout,
      @JsonPropertyDescription(
              "What a failure means. Continue: say so and go on. Hold: keep everything as it is,"
                  + " and the fence renewed, until a person decides. Abort: undo every step in"
                  + " reverse order and stop.")
          OnFailure onFailure,
      @JsonPropertyDescription("Whether the step waits for a person's approval.") Boolean approval,
      @JsonPropertyDescription("Settings of Isolate.") Isolate isolate,
      @JsonPropertyDescription("Settings of FindCulprit.") FindCulprit findCulprit,
      @JsonPropertyDescription("Settings of ScaleDownNoisy.") ScaleDownNoisy scaleDownNoisy,
      @JsonPropertyDescription("Settings of GrowApiServer.") GrowApiServer growApiServer,
      @JsonPropertyDescription("Settings of RedirectTraffic.") RedirectTraffic redirectTraffic,
      @JsonPropertyDescription("Settings of Readmit.") Readmit readmit) {}

  /**
   * {@code ttl}: the fence dies by itself when nobody renewed it for so long (30s to 4m). Pods of
   * nodes that nobody hears of are evicted after 5m 40s, so that an orphaned fence may not last.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value =
          "!has(self.ttl) || (self.ttl"
              + Durations.CEL_MATCHES
              + " && duration(self.ttl) >= duration('30s')"
              + " && duration(self.ttl) <= duration('4m'))",
      message =
          "ttl is a duration between 30s and 4m, such as 2m: the fence lifts itself when nobody renews it for so"
              + " long, and a longer one would last until pods are evicted",
      fieldPath = ".ttl")
  public record Isolate(
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription(
              "The fence lifts itself when nobody renewed it for so long, 30s to 4m.")
          String ttl) {}

  /** {@code minConfidence}: percent below which a person is asked (0 to 100). */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FindCulprit(
      @Min(0)
          @Max(100)
          @JsonPropertyDescription("Percent of confidence below which a person is asked.")
          Integer minConfidence,
      @Size(max = 64)
          @JsonPropertyDescription(
              "Namespaces in which nothing is ever suspected; kube-system is always one.")
          List<@Size(min = 1, max = 63) String> neverNamespaces) {}

  /** Scales down at most {@code maxWorkloads} whose share is at least {@code minShare} percent. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ScaleDownNoisy(
      @Min(1) @Max(100) @JsonPropertyDescription("Most workloads that are scaled down.")
          Integer maxWorkloads,
      @Min(0)
          @Max(100)
          @JsonPropertyDescription(
              "Percent of the load that a workload must cause to count: of the whole before the fence, or of what knocks at it beside the culprit.")
          Integer minShare) {}

  /** Factors in percent of the limit before any growth (200 doubles it); 0 leaves it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "(!has(self.cpuPercent) || self.cpuPercent == 0 || self.cpuPercent > 100)"
              + " && (!has(self.memoryPercent) || self.memoryPercent == 0"
              + " || self.memoryPercent > 100)",
      message =
          "growth is in percent of the present limit: 200 doubles it, 0 leaves it, 1 to 100 would"
              + " shrink the API server")
  @ValidationRule(
      value =
          "!has(self.liveWithin) || (self.liveWithin"
              + Durations.CEL_MATCHES
              + " && duration(self.liveWithin) >= duration('10s')"
              + " && duration(self.liveWithin) <= duration('10m'))",
      message = "liveWithin is a duration between 10s and 10m, such as 90s",
      fieldPath = ".liveWithin")
  public record GrowApiServer(
      @Min(0)
          @Max(1000)
          @JsonPropertyDescription(
              "New CPU limit in percent of the one before any growth, at most what the host has; 0 leaves it.")
          Integer cpuPercent,
      @Min(0)
          @Max(1000)
          @JsonPropertyDescription(
              "New memory limit in percent of the one before any growth, at most 80 % of what the host has; 0 leaves it.")
          Integer memoryPercent,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription(
              "The growth is put back when the API server is not live in time, 10s to 10m.")
          String liveWithin) {}

  /** HTTPRoutes of the management cluster whose weights move to the healthy side. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record RedirectTraffic(
      @Required
          @Size(min = 1, max = 32)
          @JsonPropertyDescription(
              "HTTPRoutes of the management cluster whose weights move to the healthy side.")
          List<Route> routes) {}

  /** Moves the weight of backend {@code from} to backend {@code to}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = "self.from != self.to",
      message = "from and to are the same backend: name the healthy one in to",
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
   * Shares in percent, ascending, the last 100; {@code dwell} between two; gates that must hold.
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
          "shares are percents that rise and end with 100, such as [1, 5, 25, 100]: without 100"
              + " some clients would stay out",
      fieldPath = ".shares")
  @ValidationRule(
      value =
          "!has(self.dwell) || (self.dwell"
              + Durations.CEL_MATCHES
              + " && duration(self.dwell) >= duration('1s')"
              + " && duration(self.dwell) <= duration('10m'))",
      message = "dwell is a duration between 1s and 10m, such as 2s",
      fieldPath = ".dwell")
  @ValidationRule(
      value =
          "!has(self.adminSlowerThan) || (self.adminSlowerThan"
              + Durations.CEL_MATCHES
              + " && duration(self.adminSlowerThan) >= duration('50ms')"
              + " && duration(self.adminSlowerThan) <= duration('3s'))",
      message =
          "adminSlowerThan is a duration between 50ms and 3s, the deadline of a probe, such as 1s",
      fieldPath = ".adminSlowerThan")
  public record Readmit(
      @Size(min = 1, max = 16)
          @JsonPropertyDescription("Shares in percent of each cohort, rising, the last one 100.")
          List<Integer> shares,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription("How long the gates must hold before the next share, 1s to 10m.")
          String dwell,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription(
              "A gate breaks when the admin lane is slower than this, 50ms to 3s.")
          String adminSlowerThan,
      @Min(1)
          @Max(10000)
          @JsonPropertyDescription("New connections a second that a cohort may open.")
          Integer connectionsPerSecond) {}
}
