package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * How every client reads resources: an enum constant of a later version becomes null instead of an
 * error, because one error ends an informer and with it the operator. Unknown fields are passed
 * over by the records themselves.
 */
public final class TolerantSerialization {

  private TolerantSerialization() {}

  /** A new serialization, to be given to {@code KubernetesClientBuilder}. */
  public static KubernetesSerialization create() {
    return new KubernetesSerialization(
        JsonMapper.builder()
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .build(),
        true);
  }
}
