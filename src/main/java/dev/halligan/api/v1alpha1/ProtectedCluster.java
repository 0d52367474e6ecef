package dev.halligan.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A cluster that Halligan protects, and how to reach it when its API does not answer. Its short
 * name is {@code pcl}, because {@code pc} is that of the built-in PriorityClass.
 */
@Group("halligan.dev")
@Version("v1alpha1")
@ShortNames("pcl")
@Categories("halligan")
@AdditionalPrinterColumn(name = "Mode", jsonPath = ".spec.mode")
@AdditionalPrinterColumn(name = "Verdict", jsonPath = ".status.verdict")
@AdditionalPrinterColumn(name = "Since", jsonPath = ".status.verdictSince", type = Type.DATE)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "BreakGlass",
    jsonPath = ".status.conditions[?(@.type==\"BreakGlassReady\")].status")
@AdditionalPrinterColumn(name = "Request", jsonPath = ".status.activeRequest")
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.message", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = Type.DATE,
    priority = 1)
public class ProtectedCluster extends CustomResource<ProtectedClusterSpec, ProtectedClusterStatus>
    implements Namespaced {}
