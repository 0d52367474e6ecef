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
        "a request is the record of one recovery: only abort can change; make a new"
            + " RecoveryRequest for anything else")
@ValidationRule(
    value = "!oldSelf.?abort.orValue(false) || self.?abort.orValue(false)",
    message = "an abort cannot be taken back: make a new RecoveryRequest",
    fieldPath = ".abort")
@ValidationRule(
    value =
        "!has(self.culprit)"
            + " || self.culprit.kind in ['DaemonSet','Deployment','StatefulSet','CronJob','Job']",
    message =
        "a culprit is a DaemonSet, Deployment, StatefulSet, CronJob or Job: name the workload that"
            + " owns the pods",
    fieldPath = ".culprit")
@ValidationRule(
    value = "!has(self.culprit) || self.culprit.namespace != 'kube-system'",
    message =
        "nothing in kube-system is ever removed: act there yourself, behind the fence, with the"
            + " admin kubeconfig",
    fieldPath = ".culprit")
public record RecoveryRequestSpec(
    @Required @JsonPropertyDescription("ProtectedCluster to recover.") ObjectReference cluster,
    @JsonPropertyDescription(
            "RecoveryPlaybook to follow; absent: the cluster's, else the built-in one.")
        ObjectReference playbook,
    @Size(max = 1024) @JsonPropertyDescription("Why, in words, for the record.") String reason,
    @JsonPropertyDescription("true: everything is planned and shown, nothing is done.")
        Boolean dryRun,
    @JsonPropertyDescription("The workload at fault, when a person already knows it.")
        WorkloadReference culprit,
    @JsonPropertyDescription("true: undo every step in reverse order and stop.") Boolean abort,
    @JsonPropertyDescription(
            "What made the request; absent: Manual. Set when it is made, never afterwards. It frees"
                + " from no approval.")
        Trigger trigger) {}
