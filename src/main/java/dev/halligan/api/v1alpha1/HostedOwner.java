package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * The resource that owns the API server's workload, where its controller would revert a change of
 * the workload itself. Exactly one of {@code resourcesPath} and {@code size} is set.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = HostedRules.ONE_WAY_TO_GROW,
    message =
        "set exactly one of resourcesPath (where the owner keeps the API server's resources) and"
            + " size (a value that stands for a bigger control plane)")
@ValidationRule(
    value = HostedRules.RESOURCES_IN_SPEC,
    message =
        "resourcesPath is a JSON pointer below /spec, such as"
            + " /spec/controlPlane/deployment/resources/apiServer",
    fieldPath = ".resourcesPath")
@ValidationRule(
    value = HostedRules.REPLICAS_IN_SPEC,
    message =
        "replicasPath is a JSON pointer below /spec, such as"
            + " /spec/controlPlane/deployment/replicas",
    fieldPath = ".replicasPath")
public record HostedOwner(
    @Required
        @Pattern(HostedRules.API_VERSION)
        @Size(min = 2, max = 317)
        @JsonPropertyDescription("Such as kamaji.clastix.io/v1alpha1.")
        String apiVersion,
    @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Such as TenantControlPlane.")
        String kind,
    @Pattern(HostedRules.LABEL)
        @Size(min = 1, max = 63)
        @JsonPropertyDescription("Its namespace; absent: the namespace of the API-server pods.")
        String namespace,
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Its name.") String name,
    @Size(min = 1, max = 512)
        @JsonPropertyDescription(
            "JSON pointer to a ResourceRequirements, whose limits and requests are raised.")
        String resourcesPath,
    @Size(min = 1, max = 512)
        @JsonPropertyDescription(
            "JSON pointer to a number of replicas, which is raised by one where the quota has room;"
                + " absent: left as it is.")
        String replicasPath,
    @JsonPropertyDescription("A value that stands for a bigger control plane.") NamedSize size) {

  /** A value that makes the owner's controller choose a bigger API server. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = HostedRules.SIZE_IN_SPEC_OR_META,
      message =
          "path is a JSON pointer below /spec, /metadata/annotations or /metadata/labels; write ~1"
              + " for a slash within a name, such as"
              + " /metadata/annotations/hypershift.openshift.io~1cluster-size-override",
      fieldPath = ".path")
  public record NamedSize(
      @Required
          @Size(min = 1, max = 512)
          @JsonPropertyDescription("JSON pointer to where the value stands, or is to stand.")
          String path,
      @Required
          @Size(min = 1, max = 253)
          @JsonPropertyDescription("The value to put there, such as large.")
          String value) {}
}
