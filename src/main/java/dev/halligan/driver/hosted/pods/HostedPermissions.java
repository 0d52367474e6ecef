package dev.halligan.driver.hosted.pods;

import dev.halligan.control.GuardedClient;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/** Whether the operator has the permissions that a recovery of a hosted control plane needs. */
public final class HostedPermissions {

  /** As in kubectl auth can-i: a verb and a resource, with its subresource. */
  private record Right(String verb, String group, String resource, String subresource) {
    @Override
    public String toString() {
      var kind = group.isEmpty() ? resource : resource + "." + group;
      return verb + " " + kind + (subresource == null ? "" : "/" + subresource);
    }
  }

  private static final String NETWORKING = "networking.k8s.io";

  private static final List<Right> BESIDE_THE_PODS =
      List.of(
          new Right("list", "", "pods", null),
          new Right("delete", "", "pods", null),
          new Right("patch", "", "pods", null),
          new Right("patch", "", "pods", "resize"),
          new Right("list", NETWORKING, "networkpolicies", null),
          new Right("get", NETWORKING, "networkpolicies", null),
          new Right("create", NETWORKING, "networkpolicies", null),
          new Right("patch", NETWORKING, "networkpolicies", null),
          new Right("delete", NETWORKING, "networkpolicies", null),
          new Right("patch", "apps", "deployments", null),
          new Right("patch", "apps", "statefulsets", null),
          new Right("list", "", "resourcequotas", null));

  private static final List<Right> BESIDE_THE_OPERATOR =
      List.of(
          new Right("get", "", "pods", null),
          new Right("create", "", "pods", null),
          new Right("delete", "", "pods", null),
          new Right("get", "", "pods", "log"),
          new Right("get", "batch", "jobs", null),
          new Right("create", "batch", "jobs", null),
          new Right("delete", "batch", "jobs", null));

  private static final List<Right> TO_FIND_ROOM =
      List.of(new Right("list", "", "nodes", null), new Right("list", "", "pods", null));

  private static final String EVERYWHERE = "";

  private final GuardedClient management;
  private final String namespace;
  private final String operatorNamespace;

  /** {@code namespace}: of the API-server pods. */
  public HostedPermissions(GuardedClient management, String namespace, String operatorNamespace) {
    this.management = management;
    this.namespace = namespace;
    this.operatorNamespace = operatorNamespace;
  }

  /** Missing permissions, such as "delete pods in tenant-a"; one small request for each. */
  public List<String> missing() {
    return management.read(
        "check the operator's permissions",
        c ->
            Stream.of(
                    missing(c, namespace, BESIDE_THE_PODS),
                    missing(c, operatorNamespace, BESIDE_THE_OPERATOR),
                    missing(c, EVERYWHERE, TO_FIND_ROOM))
                .flatMap(List::stream)
                .toList());
  }

  private static List<String> missing(KubernetesClient client, String in, List<Right> rights) {
    var where = in.equals(EVERYWHERE) ? " cluster-wide" : " in " + in;
    return rights.stream().filter(r -> !has(client, in, r)).map(r -> r + where).toList();
  }

  private static boolean has(KubernetesClient client, String in, Right right) {
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(in)
            .withVerb(right.verb())
            .withGroup(right.group())
            .withResource(right.resource())
            .withSubresource(right.subresource())
            .endResourceAttributes()
            .endSpec()
            .build();
    return Boolean.TRUE.equals(
        client
            .authorization()
            .v1()
            .selfSubjectAccessReview()
            .create(review)
            .getStatus()
            .getAllowed());
  }
}
