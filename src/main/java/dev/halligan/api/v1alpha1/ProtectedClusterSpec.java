package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** The cluster to protect, and how to reach it when its API does not answer. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.clients) || self.clients.all(c, self.clients.exists_one(d, d.name == c.name))",
    message = "two cohorts in clients have the same name: rename one, or merge their cidrs",
    fieldPath = ".clients")
@ValidationRule(
    value = "!has(self.clients) || self.clients.all(c, c.name != 'rest')",
    message =
        "the cohort name 'rest' is reserved for all clients that match no cohort: choose another"
            + " name",
    fieldPath = ".clients")
@ValidationRule(
    value = "!has(self.pauses) || self.pauses.all(p, p.trim() != '')",
    message =
        "a pause must state its reason, so that others understand it: write one, or remove the"
            + " empty entry",
    fieldPath = ".pauses")
public record ProtectedClusterSpec(
    @Default("Observe")
        @JsonPropertyDescription(
            "What Halligan may do on its own. Observe: decide and report, never act. Approve: plan"
                + " a recovery and wait for approval. Automatic: plan and act.")
        Mode mode,
    @Required
        @JsonPropertyDescription(
            "Credentials of the two lanes and the addresses of the API servers.")
        Access access,
    @Required @JsonPropertyDescription("Where the API server runs. Set exactly one.")
        ControlPlane controlPlane,
    @Required @JsonPropertyDescription("Addresses that the fence never blocks.") Admins admins,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Groups of clients in the order in which Halligan readmits them. All other clients come"
                + " last. Put the nodes first: a kubelet that is shut out cannot delete pods.")
        List<ClientCohort> clients,
    @JsonPropertyDescription("How quickly Halligan reaches a verdict.") Detection detection,
    @JsonPropertyDescription("RecoveryPlaybook to follow. Default: the built-in playbook.")
        ObjectReference playbook,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Reasons why Halligan must not act, each by a person. Any entry stops it from acting,"
                + " but not from monitoring.")
        List<@Size(min = 1, max = 256) String> pauses,
    @JsonPropertyDescription("Which recoveries wait for approval.") Approvals approvals,
    @JsonPropertyDescription("Which finished RecoveryRequests to keep.") RequestHistory history) {

  /** The API server's port in kubeadm, k3s and RKE2. */
  public static final int KUBEADM_PORT = 6443;

  /** Credentials of the two lanes and the addresses of every API-server instance. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Access(
      @Required
          @JsonPropertyDescription(
              "Credentials of Halligan's admin lane: a client certificate in system:masters, which"
                  + " API Priority and Fairness exempts.")
          Credentials admin,
      @Required
          @JsonPropertyDescription("Credentials of an ordinary account, which sees what users see.")
          Credentials ordinary,
      @Required
          @Size(min = 1, max = 16)
          @JsonPropertyDescription("Every API-server instance, and the load balancer, if any.")
          List<Endpoint> endpoints) {}

  /** A Secret with a kubeconfig under the key {@code kubeconfig}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Credentials(
      @Required @JsonPropertyDescription("Secret with a kubeconfig under the key 'kubeconfig'.")
          ObjectReference secretRef) {}

  /** One API-server instance or the load balancer, by address: no name resolution. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = ClusterRules.ENDPOINT_IS_AN_ADDRESS,
      message =
          "an endpoint must be https, an IP address and a port, such as https://10.0.0.6:6443 or"
              + " https://[fd00::6]:6443, because names may not resolve when the control plane is"
              + " down; put the certificate's name into serverName",
      fieldPath = ".url")
  @ValidationRule(
      value = ClusterRules.ENDPOINT_IS_REACHABLE,
      message =
          "an endpoint must not be a loopback, link-local or unspecified address: use the address"
              + " at which the operator's pod reaches the API server",
      fieldPath = ".url")
  public record Endpoint(
      @Required
          @Size(min = 1, max = 63)
          @JsonPropertyDescription("Name in status, metrics and events, such as cp-0.")
          String name,
      @Required
          @Size(min = 1, max = 128)
          @JsonPropertyDescription("https, an IP address and a port.")
          String url,
      @Size(min = 1, max = 253)
          @JsonPropertyDescription(
              "Name that the server's certificate must contain. Default: kubernetes.")
          String serverName) {}

  /** Where the API server runs; exactly one member is set. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "[has(self.nodes), has(self.hosted), has(self.managed)].exists_one(set, set)",
      message =
          "set exactly one of nodes (static pods on hosts), hosted (pods in this cluster) and"
              + " managed (run by a cloud)")
  public record ControlPlane(
      @JsonPropertyDescription("Static pods on hosts that Halligan reaches by SSH.") Nodes nodes,
      @JsonPropertyDescription("API servers that run as pods in this management cluster.")
          Hosted hosted,
      @JsonPropertyDescription(
              "A control plane that a cloud runs: recovered through its API only, without a fence.")
          Managed managed) {}

  /** Static pods on hosts that Halligan reaches by SSH. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = ClusterRules.HOSTS_ARE_ADDRESSES,
      message =
          "a host must be an IP address such as 10.0.0.6, neither loopback nor link-local, because"
              + " names may not resolve when the control plane is down",
      fieldPath = ".hosts")
  public record Nodes(
      @Required
          @Size(min = 1, max = 9)
          @JsonPropertyDescription(
              "Addresses of all control-plane nodes. The fence counts as up only if it is up on"
                  + " each.")
          List<@Size(min = 2, max = 45) String> hosts,
      @Required @JsonPropertyDescription("How to reach halligan-node on the hosts.") Ssh ssh) {}

  /** SSH identity; the Secret holds {@code id_ed25519} and {@code known_hosts}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Ssh(
      @Pattern("^[a-z_][a-z0-9_-]*$")
          @Size(min = 1, max = 32)
          @JsonPropertyDescription("User on the hosts. Default: root.")
          String user,
      @Min(1) @Max(65535) @JsonPropertyDescription("Port of sshd. Default: 22.") Integer port,
      @Required
          @JsonPropertyDescription(
              "Secret with the keys id_ed25519 and known_hosts. No host is trusted on first use.")
          ObjectReference secretRef) {}

  /** API servers that run as pods in this management cluster. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "size(self.podSelector) > 0",
      message =
          "an empty podSelector selects every pod in the namespace: name a label of the API-server"
              + " pods",
      fieldPath = ".podSelector")
  @ValidationRule(
      value = HostedRules.CONTROLLERS_ARE_APART,
      message =
          "controllerManager is the workload of the API server itself: stopping it would stop the"
              + " API server; without controllerManager, Halligan renews the nodes' leases instead",
      fieldPath = ".controllerManager")
  public record Hosted(
      @Required
          @Pattern(HostedRules.LABEL)
          @Size(min = 1, max = 63)
          @JsonPropertyDescription("Namespace of the API-server pods in this cluster.")
          String namespace,
      @Required @JsonPropertyDescription("Labels that exactly the API-server pods have.")
          Map<String, String> podSelector,
      @Min(1)
          @Max(65535)
          @JsonPropertyDescription("Port that the API-server pods listen on. Default: 6443.")
          Integer port,
      @Required @JsonPropertyDescription("The workload whose pods are the API servers.")
          HostedApiServer apiServer,
      @JsonPropertyDescription(
              "The workload of the controller-manager, which Halligan may scale to 0 and back."
                  + " Default: none; Halligan keeps nodes alive only by renewing their leases.")
          HostedWorkload controllerManager,
      @JsonPropertyDescription(
              "The owner of the workload, if another controller would revert a change of it.")
          HostedOwner owner) {}

  /** The workload whose pods are the API servers. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = HostedRules.KIND_ROLLS_PODS,
      message = HostedRules.KIND_MESSAGE,
      fieldPath = ".kind")
  public record HostedApiServer(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Deployment or StatefulSet.")
          String kind,
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Its name.") String name,
      @Required
          @Size(min = 1, max = 63)
          @JsonPropertyDescription("Name of the API server's container.")
          String container) {}

  /** A control plane that a cloud runs. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Managed() {}

  /** Addresses that the fence never blocks. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = "self.cidrs.all(c, isCIDR(c))",
      message = "each entry must be a CIDR: write 10.0.0.0/24, or 10.0.0.7/32 for one address",
      fieldPath = ".cidrs")
  @ValidationRule(
      value = "self.cidrs.all(c, !isCIDR(c) || cidr(c).prefixLength() > 0)",
      message =
          "a network with prefix length 0 admits everyone, so no fence would hold: name the"
              + " networks of your administrators and of the operator",
      fieldPath = ".cidrs")
  public record Admins(
      @Required
          @Size(min = 1, max = 32)
          @JsonPropertyDescription(
              "Networks that always pass the fence. They must include the operator's own address.")
          List<@Size(min = 4, max = 43) String> cidrs) {}

  /** A group of clients that are readmitted together. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = "self.cidrs.all(c, isCIDR(c))",
      message = "each entry must be a CIDR: write 10.244.0.0/16, or 10.0.0.7/32 for one address",
      fieldPath = ".cidrs")
  public record ClientCohort(
      @Required
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          @Size(min = 1, max = 32)
          @JsonPropertyDescription("Name of the cohort, such as nodes or pods; 'rest' is reserved.")
          String name,
      @Required @Size(min = 1, max = 64) @JsonPropertyDescription("Networks of these clients.")
          List<@Size(min = 4, max = 43) String> cidrs) {}

  /** How quickly Halligan reaches a verdict; durations such as {@code 500ms} or {@code 2s}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = ClusterRules.INTERVAL,
      message =
          "interval must be a duration between 1s and 1m, such as 2s: Halligan sends a healthy API"
              + " server at most two requests a second",
      fieldPath = ".interval")
  @ValidationRule(
      value = ClusterRules.SUSTAINED_FOR,
      message = "sustainedFor must be a duration between 3s and 10m, such as 10s",
      fieldPath = ".sustainedFor")
  @ValidationRule(
      value = ClusterRules.SLOWER_THAN,
      message =
          "slowerThan must be a duration between 100ms and 3s (a probe's deadline), such as 1s",
      fieldPath = ".slowerThan")
  @ValidationRule(
      value = ClusterRules.MORE_THAN_ONE_SAMPLE,
      message =
          "sustainedFor must span at least two intervals, so that no single answer decides: raise"
              + " sustainedFor or lower interval",
      fieldPath = ".sustainedFor")
  public record Detection(
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription("Time between two probes, 1s to 1m. Default: 2s.")
          String interval,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription("How long it must be bad to count, 3s to 10m. Default: 10s.")
          String sustainedFor,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription("An answer slower than this is bad, 100ms to 3s. Default: 1s.")
          String slowerThan) {}
}
