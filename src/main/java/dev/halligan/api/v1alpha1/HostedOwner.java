package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * The resource that owns the API server's workload, if its controller would revert a change of the
 * workload itself. Exactly one of {@code resourcesPath} and {@code size} is set.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = HostedRules.ONE_WAY_TO_GROW,
    message =
        "set exactly one of resourcesPath (where the owner keeps the API server's resources) and"
            + " size (a value that selects a bigger control plane)")
@ValidationRule(
    value = HostedRules.RESOURCES_IN_SPEC,
    message =
        "resourcesPath must be a JSON pointer below /spec, such as"
            + " /spec/controlPlane/deployment/resources/apiServer",
    fieldPath = ".resourcesPath")
@ValidationRule(
    value = HostedRules.REPLICAS_IN_SPEC,
    message =
        "replicasPath must be a JSON pointer below /spec, such as"
            + " /spec/controlPlane/deployment/replicas",
    fieldPath = ".replicasPath")
public record HostedOwner(
    @Required
        @Pattern(HostedRules.API_VERSION)
        @Size(min = 2, max = 317)
        @JsonPropertyDescription("API version of the owner, such as kamaji.clastix.io/v1alpha1.")
        String apiVersion,
    @Required
        @Size(min = 1, max = 63)
        @JsonPropertyDescription("Kind of the owner, such as TenantControlPlane.")
        String kind,
    @Pattern(HostedRules.LABEL)
        @Size(min = 1, max = 63)
        @JsonPropertyDescription("Namespace of the owner. Default: that of the API-server pods.")
        String namespace,
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the owner.") String name,
    @Size(min = 1, max = 512)
        @JsonPropertyDescription(
            "JSON pointer to a ResourceRequirements; Halligan raises its limits and requests.")
        String resourcesPath,
    @Size(min = 1, max = 512)
        @JsonPropertyDescription(
            "JSON pointer to a replica count; Halligan raises it by one if the quota has room."
                + " Default: it does not change the count.")
        String replicasPath,
    @JsonPropertyDescription("A value that selects a bigger control plane.") NamedSize size) {

  /** A value that makes the owner's controller choose a bigger API server. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = HostedRules.SIZE_IN_SPEC_OR_META,
      message =
          "path must be a JSON pointer below /spec, /metadata/annotations or /metadata/labels; use"
              + " ~1 for a slash in a name, such as"
              + " /metadata/annotations/hypershift.openshift.io~1cluster-size-override",
      fieldPath = ".path")
  public record NamedSize(
      @Required
          @Size(min = 1, max = 512)
          @JsonPropertyDescription("JSON pointer to the field that Halligan sets.")
          String path,
      @Required
          @Size(min = 1, max = 253)
          @JsonPropertyDescription("The value to set, such as large.")
          String value) {}
}
