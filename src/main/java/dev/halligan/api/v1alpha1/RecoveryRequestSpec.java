package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What to recover and how. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "self.cluster == oldSelf.cluster"
            + " && has(self.playbook) == has(oldSelf.playbook)"
            + " && (!has(self.playbook) || self.playbook == oldSelf.playbook)"
            + " && has(self.reason) == has(oldSelf.reason)"
            + " && (!has(self.reason) || self.reason == oldSelf.reason)"
            + " && has(self.dryRun) == has(oldSelf.dryRun)"
            + " && (!has(self.dryRun) || self.dryRun == oldSelf.dryRun)"
            + " && has(self.culprit) == has(oldSelf.culprit)"
            + " && (!has(self.culprit) || self.culprit == oldSelf.culprit)"
            + " && has(self.trigger) == has(oldSelf.trigger)"
            + " && (!has(self.trigger) || self.trigger == oldSelf.trigger)",
    message =
        "a request is the record of one recovery, so only abort can change: create a new"
            + " RecoveryRequest for anything else")
@ValidationRule(
    value = "!oldSelf.?abort.orValue(false) || self.?abort.orValue(false)",
    message = "an abort cannot be undone: create a new RecoveryRequest",
    fieldPath = ".abort")
@ValidationRule(
    value =
        "!has(self.culprit)"
            + " || self.culprit.kind in ['DaemonSet','Deployment','StatefulSet','CronJob','Job']",
    message =
        "a culprit must be a DaemonSet, Deployment, StatefulSet, CronJob or Job: name the workload"
            + " that owns the pods",
    fieldPath = ".culprit")
@ValidationRule(
    value = "!has(self.culprit) || self.culprit.namespace != 'kube-system'",
    message =
        "Halligan never removes anything in kube-system: act there yourself, behind the fence, with"
            + " the admin kubeconfig",
    fieldPath = ".culprit")
public record RecoveryRequestSpec(
    @Required @JsonPropertyDescription("ProtectedCluster to recover.") ObjectReference cluster,
    @JsonPropertyDescription(
            "RecoveryPlaybook to follow. Default: the cluster's playbook or the built-in one.")
        ObjectReference playbook,
    @Size(max = 1024) @JsonPropertyDescription("The reason, for the record.") String reason,
    @JsonPropertyDescription("true: plan and show everything, but change nothing.") Boolean dryRun,
    @JsonPropertyDescription("The workload at fault, if a person already knows it.")
        WorkloadReference culprit,
    @JsonPropertyDescription("true: undo every step in reverse order and stop.") Boolean abort,
    @JsonPropertyDescription(
            "What created the request. Default: Manual. Set at creation, never afterwards. It does"
                + " not waive any approval.")
        Trigger trigger) {}
