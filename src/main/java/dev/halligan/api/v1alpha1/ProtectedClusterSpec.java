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

/** What to guard and how to reach it when its API does not answer. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.clients) || self.clients.all(c, self.clients.exists_one(d, d.name == c.name))",
    message = "two cohorts in clients have the same name: give each its own, or join their cidrs",
    fieldPath = ".clients")
@ValidationRule(
    value = "!has(self.clients) || self.clients.all(c, c.name != 'rest')",
    message =
        "the cohort name 'rest' is taken: it stands for every client that matches no cohort;"
            + " choose another name",
    fieldPath = ".clients")
@ValidationRule(
    value = "!has(self.pauses) || self.pauses.all(p, p.trim() != '')",
    message =
        "a pause is a reason, in words, for whoever finds it at night: write one, or remove the"
            + " empty entry",
    fieldPath = ".pauses")
public record ProtectedClusterSpec(
    @Default("Observe")
        @JsonPropertyDescription(
            "What Halligan may do by itself. Observe: decide and report, never act. Approve: plan a"
                + " recovery and wait for a person. Automatic: plan and act.")
        Mode mode,
    @Required
        @JsonPropertyDescription(
            "Credentials of the two lanes and the addresses of the API servers.")
        Access access,
    @Required @JsonPropertyDescription("Where the API server runs; exactly one is set.")
        ControlPlane controlPlane,
    @Required @JsonPropertyDescription("Addresses that are never fenced.") Admins admins,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Groups of clients in the order in which they are let back; what matches none comes"
                + " last. Put the nodes first: a kubelet that is shut out deletes no pod.")
        List<ClientCohort> clients,
    @JsonPropertyDescription("How quickly a verdict is reached.") Detection detection,
    @JsonPropertyDescription("RecoveryPlaybook to follow; absent: the built-in playbook.")
        ObjectReference playbook,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Reasons, each by a person, for not acting. Any one stops acting, none stops watching.")
        List<@Size(min = 1, max = 256) String> pauses,
    @JsonPropertyDescription("Whose recoveries wait for an approval.") Approvals approvals,
    @JsonPropertyDescription("Which finished RecoveryRequests are kept.") RequestHistory history) {

  /** Credentials of the two lanes and the addresses of every API-server instance. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Access(
      @Required
          @JsonPropertyDescription(
              "The lane of Halligan itself: a client certificate in system:masters, which API"
                  + " Priority and Fairness exempts.")
          Credentials admin,
      @Required
          @JsonPropertyDescription("The lane of an ordinary service account: what workloads feel.")
          Credentials ordinary,
      @Required
          @Size(min = 1, max = 16)
          @JsonPropertyDescription("Every API-server instance, and the balancer if there is one.")
          List<Endpoint> endpoints) {}

  /** A Secret with a kubeconfig under the key {@code kubeconfig}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Credentials(
      @Required @JsonPropertyDescription("Secret with a kubeconfig under the key 'kubeconfig'.")
          ObjectReference secretRef) {}

  /** One API-server instance or the balancer, by address: no name resolution. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = ClusterRules.ENDPOINT_IS_AN_ADDRESS,
      message =
          "an endpoint is https, a literal address and a port, such as https://10.0.0.6:6443 or"
              + " https://[fd00::6]:6443: names may not resolve when the control plane is down; put"
              + " the certificate's name into serverName",
      fieldPath = ".url")
  @ValidationRule(
      value = ClusterRules.ENDPOINT_IS_REACHABLE,
      message =
          "an endpoint cannot be a loopback, link-local or unspecified address: use the address at"
              + " which the operator's pod reaches the API server",
      fieldPath = ".url")
  public record Endpoint(
      @Required
          @Size(min = 1, max = 63)
          @JsonPropertyDescription("Name in status, metrics and events, such as cp-0.")
          String name,
      @Required
          @Size(min = 1, max = 128)
          @JsonPropertyDescription("https, a literal address and a port.")
          String url,
      @Size(min = 1, max = 253)
          @JsonPropertyDescription(
              "Name that the server's certificate must carry; absent: kubernetes.")
          String serverName) {}

  /** Where the API server runs; exactly one is set. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "[has(self.nodes), has(self.hosted), has(self.managed)].exists_one(set, set)",
      message =
          "set exactly one of nodes (static pods on hosts), hosted (pods in this cluster) and"
              + " managed (a cloud's)")
  public record ControlPlane(
      @JsonPropertyDescription("Static pods on hosts that are reached by SSH.") Nodes nodes,
      @JsonPropertyDescription("API servers that run as pods in this management cluster.")
          Hosted hosted,
      @JsonPropertyDescription(
              "A control plane that a cloud runs: API Priority and Fairness and traffic only.")
          Managed managed) {}

  /** Static pods on hosts that are reached by SSH. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = ClusterRules.HOSTS_ARE_ADDRESSES,
      message =
          "a host is a literal address, such as 10.0.0.6, neither loopback nor link-local: names"
              + " may not resolve when the control plane is down",
      fieldPath = ".hosts")
  public record Nodes(
      @Required
          @Size(min = 1, max = 9)
          @JsonPropertyDescription(
              "Addresses of all control-plane nodes; the fence counts as up only when it is up on"
                  + " each.")
          List<@Size(min = 2, max = 45) String> hosts,
      @Required @JsonPropertyDescription("How to reach halligan-node on the hosts.") Ssh ssh) {}

  /** SSH identity; the Secret holds {@code id_ed25519} and {@code known_hosts}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Ssh(
      @Pattern("^[a-z_][a-z0-9_-]*$")
          @Size(min = 1, max = 32)
          @JsonPropertyDescription("User on the hosts; absent: root.")
          String user,
      @Min(1) @Max(65535) @JsonPropertyDescription("Port of sshd; absent: 22.") Integer port,
      @Required
          @JsonPropertyDescription(
              "Secret with the keys id_ed25519 and known_hosts; no host is trusted on first use.")
          ObjectReference secretRef) {}

  /** API servers that run as pods in this management cluster. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "size(self.podSelector) > 0",
      message =
          "an empty podSelector selects every pod of the namespace: name a label of the API-server"
              + " pods",
      fieldPath = ".podSelector")
  @ValidationRule(
      value = HostedRules.CONTROLLERS_ARE_APART,
      message =
          "controllerManager is the workload of the API server itself: stopping it would stop the"
              + " API server; leave controllerManager out, then nodes are kept alive by their leases",
      fieldPath = ".controllerManager")
  public record Hosted(
      @Required
          @Pattern(HostedRules.LABEL)
          @Size(min = 1, max = 63)
          @JsonPropertyDescription("Namespace of the API-server pods in this cluster.")
          String namespace,
      @Required @JsonPropertyDescription("Labels that exactly the API-server pods carry.")
          Map<String, String> podSelector,
      @Min(1)
          @Max(65535)
          @JsonPropertyDescription("Port on which the API-server pods listen; absent: 6443.")
          Integer port,
      @Required @JsonPropertyDescription("The workload whose pods are the API servers.")
          HostedApiServer apiServer,
      @JsonPropertyDescription(
              "The workload of the controller-manager, which may be scaled to 0 and back; absent:"
                  + " nodes are kept alive by their leases only.")
          HostedWorkload controllerManager,
      @JsonPropertyDescription(
              "What owns the workload, where another controller would revert a change of it.")
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
          @JsonPropertyDescription("Name of the container that is the API server.")
          String container) {}

  /** A control plane that a cloud runs. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Managed() {}

  /** Addresses that are never fenced. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = "self.cidrs.all(c, isCIDR(c))",
      message = "each entry is a CIDR: write 10.0.0.0/24, or 10.0.0.7/32 for a single address",
      fieldPath = ".cidrs")
  @ValidationRule(
      value = "self.cidrs.all(c, !isCIDR(c) || cidr(c).prefixLength() > 0)",
      message =
          "a network with prefix length 0 admits everybody, so no fence would hold: name the"
              + " networks of your administrators and of the operator",
      fieldPath = ".cidrs")
  public record Admins(
      @Required
          @Size(min = 1, max = 32)
          @JsonPropertyDescription(
              "Networks that always pass the fence. The operator's own address must be inside.")
          List<@Size(min = 4, max = 43) String> cidrs) {}

  /** A group of clients that is let back together. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = "self.cidrs.all(c, isCIDR(c))",
      message = "each entry is a CIDR: write 10.244.0.0/16, or 10.0.0.7/32 for a single address",
      fieldPath = ".cidrs")
  public record ClientCohort(
      @Required
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          @Size(min = 1, max = 32)
          @JsonPropertyDescription("Such as nodes or pods; 'rest' is taken.")
          String name,
      @Required @Size(min = 1, max = 64) @JsonPropertyDescription("Networks of these clients.")
          List<@Size(min = 4, max = 43) String> cidrs) {}

  /** How quickly a verdict is reached; durations such as {@code 500ms}, {@code 2s}, {@code 1m}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = ClusterRules.INTERVAL,
      message =
          "interval is a duration between 1s and 1m, such as 2s: two lanes a second are the most that a healthy"
              + " API server is asked",
      fieldPath = ".interval")
  @ValidationRule(
      value = ClusterRules.SUSTAINED_FOR,
      message = "sustainedFor is a duration between 3s and 10m, such as 10s",
      fieldPath = ".sustainedFor")
  @ValidationRule(
      value = ClusterRules.SLOWER_THAN,
      message =
          "slowerThan is a duration between 100ms and 3s, the deadline of a probe, such as 1s",
      fieldPath = ".slowerThan")
  @ValidationRule(
      value = ClusterRules.MORE_THAN_ONE_SAMPLE,
      message =
          "sustainedFor must hold at least two intervals, so that no single answer decides: raise"
              + " sustainedFor or lower interval",
      fieldPath = ".sustainedFor")
  public record Detection(
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription("Time between two probes, 1s to 1m; absent: 2s.")
          String interval,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription("How long it must be bad to count, 3s to 10m; absent: 10s.")
          String sustainedFor,
      @Pattern(Durations.PATTERN)
          @Size(max = Durations.MAX_LENGTH)
          @JsonPropertyDescription("An answer slower than this is bad, 100ms to 3s; absent: 1s.")
          String slowerThan) {}
}
