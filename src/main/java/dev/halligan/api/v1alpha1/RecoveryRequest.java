package dev.halligan.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One recovery, requested by a person or by automation; its status is the record of it. */
@Group("halligan.dev")
@Version("v1alpha1")
@ShortNames("rr")
@Categories("halligan")
@AdditionalPrinterColumn(name = "Cluster", jsonPath = ".spec.cluster.name")
@AdditionalPrinterColumn(name = "Step", jsonPath = ".status.steps[?(@.state==\"Running\")].name")
@AdditionalPrinterColumn(
    name = "Progress",
    jsonPath = ".status.conditions[?(@.type==\"Progressing\")].reason")
@AdditionalPrinterColumn(
    name = "Since",
    jsonPath = ".status.conditions[?(@.type==\"Progressing\")].lastTransitionTime",
    type = Type.DATE)
@AdditionalPrinterColumn(
    name = "Stalled",
    jsonPath = ".status.conditions[?(@.type==\"Stalled\")].status")
@AdditionalPrinterColumn(
    name = "Succeeded",
    jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].status")
@AdditionalPrinterColumn(name = "Trigger", jsonPath = ".status.trigger", priority = 1)
@AdditionalPrinterColumn(name = "ApprovedBy", jsonPath = ".status.approvedBy", priority = 1)
@AdditionalPrinterColumn(
    name = "DryRun",
    jsonPath = ".spec.dryRun",
    type = Type.BOOLEAN,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Progressing\")].message",
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class RecoveryRequest extends CustomResource<RecoveryRequestSpec, RecoveryRequestStatus>
    implements Namespaced {}
