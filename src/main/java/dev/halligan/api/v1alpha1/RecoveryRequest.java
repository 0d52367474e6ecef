package dev.halligan.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One recovery, asked for by a person or by automation; its status is the record of it. */
@Group("halligan.dev")
@Version("v1alpha1")
@ShortNames("rr")
public class RecoveryRequest extends CustomResource<RecoveryRequestSpec, RecoveryRequestStatus>
    implements Namespaced {}
