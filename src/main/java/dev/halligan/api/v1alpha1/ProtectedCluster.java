package dev.halligan.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A cluster that Halligan guards, and how to reach it when its API does not answer. */
@Group("halligan.dev")
@Version("v1alpha1")
@ShortNames("pc")
public class ProtectedCluster extends CustomResource<ProtectedClusterSpec, ProtectedClusterStatus>
    implements Namespaced {}
