package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** What to guard and how to reach it when its API does not answer. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProtectedClusterSpec(
    Mode mode,
    Access access,
    ControlPlane controlPlane,
    Admins admins,
    List<ClientCohort> clients,
    Detection detection,
    ObjectReference playbook,
    List<String> pauses) {

  /** Credentials of the two lanes and the addresses of every API-server instance. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Access(Credentials admin, Credentials ordinary, List<Endpoint> endpoints) {}

  /** A Secret with a kubeconfig under the key {@code kubeconfig}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Credentials(ObjectReference secretRef) {}

  /** One API-server instance or the balancer, by address: no name resolution. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Endpoint(String name, String url, String serverName) {}

  /** Where the API server runs; exactly one is set. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ControlPlane(Nodes nodes, Hosted hosted, Managed managed) {}

  /** Static pods on hosts that are reached by SSH. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Nodes(List<String> hosts, Ssh ssh) {}

  /** SSH identity; the Secret holds {@code id_ed25519} and {@code known_hosts}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Ssh(String user, Integer port, ObjectReference secretRef) {}

  /** API servers that run as pods in this management cluster. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Hosted(
      String namespace, java.util.Map<String, String> podSelector, HostedApiServer apiServer) {}

  /** The workload whose pods are the API servers. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record HostedApiServer(String kind, String name, String container) {}

  /** A control plane that a cloud runs. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Managed() {}

  /** Addresses that are never fenced. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Admins(List<String> cidrs) {}

  /** A group of clients that is let back together. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ClientCohort(String name, List<String> cidrs) {}

  /** How quickly a verdict is reached; durations such as {@code 500ms}, {@code 2s}, {@code 1m}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Detection(String interval, String sustainedFor, String slowerThan) {}
}
