package dev.halligan.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The ordered steps of a recovery. */
@Group("halligan.dev")
@Version("v1alpha1")
@ShortNames("rp")
public class RecoveryPlaybook extends CustomResource<RecoveryPlaybookSpec, Void>
    implements Namespaced {}
