package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * How every client reads resources: an enum constant of a later version becomes null instead of an
 * error, because one error ends an informer and with it the operator. The records themselves ignore
 * unknown fields.
 */
public final class TolerantSerialization {

  private TolerantSerialization() {}

  /**
   * A new serialization for {@code KubernetesClientBuilder}.
   *
   * @param modules additional Jackson modules
   */
  public static KubernetesSerialization create(Module... modules) {
    return new KubernetesSerialization(
        JsonMapper.builder()
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .addModules(modules)
            .build(),
        true);
  }
}
