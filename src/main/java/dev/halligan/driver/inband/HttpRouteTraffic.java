package dev.halligan.driver.inband;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Route;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.Traffic;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.stream.Collectors;

/** Weights of HTTPRoutes (gateway.networking.k8s.io/v1). Writes only to the version it read. */
public final class HttpRouteTraffic implements Traffic {
  private static final ResourceDefinitionContext HTTP_ROUTE =
      new ResourceDefinitionContext.Builder()
          .withGroup("gateway.networking.k8s.io")
          .withVersion("v1")
          .withKind("HTTPRoute")
          .withPlural("httproutes")
          .withNamespaced(true)
          .build();
  private static final PatchContext JSON_PATCH =
      new PatchContext.Builder().withPatchType(PatchType.JSON).withFieldManager("halligan").build();

  private final GuardedClient management;

  /** {@code management}: the client of the cluster that holds the routes. */
  public HttpRouteTraffic(GuardedClient management) {
    this.management = management;
  }

  @Override
  public Map<String, Integer> weights(Route route) {
    return Weights.of(read(route), route).byKey();
  }

  @Override
  public void redirect(Route route) {
    var httpRoute = read(route);
    var now = Weights.of(httpRoute, route);
    write(route, httpRoute, now, now.redirected(route));
  }

  @Override
  public boolean restore(Route route, Map<String, Integer> before) {
    var httpRoute = readOrNull(route);
    if (httpRoute == null) {
      return false;
    }
    var now = Weights.of(httpRoute, route);
    if (now.byKey().equals(before)) {
      return true;
    }
    var earlier = now.with(before);
    if (!earlier.byKey().equals(before) || !now.equals(earlier.redirected(route))) {
      return false;
    }
    write(route, httpRoute, now, earlier);
    return true;
  }

  private void write(
      Route route, GenericKubernetesResource httpRoute, Weights now, Weights wanted) {
    if (wanted.equals(now)) {
      return;
    }
    var version = httpRoute.getMetadata().getResourceVersion();
    var operations =
        wanted.entries().stream()
            .filter(e -> !now.entries().contains(e))
            .map(e -> operation("add", e.path(), String.valueOf(e.weight())))
            .collect(Collectors.joining(","));
    // The server compares this with its own version and answers 409 if someone wrote in between.
    var precondition = operation("replace", "/metadata/resourceVersion", "\"" + version + "\"");
    var patch = "[" + precondition + "," + operations + "]";
    management.write(
        "set the weights of " + Weights.name(route),
        c -> resource(c, route).patch(JSON_PATCH, patch));
  }

  private static String operation(String op, String path, String value) {
    return "{\"op\":\"" + op + "\",\"path\":\"" + path + "\",\"value\":" + value + "}";
  }

  private GenericKubernetesResource read(Route route) {
    var found = readOrNull(route);
    if (found == null) {
      throw new ControlFailure(
          Reason.NOT_FOUND,
          Weights.name(route) + " does not exist in the management cluster; no traffic was moved",
          "correct the route in the playbook, or create it");
    }
    return found;
  }

  private GenericKubernetesResource readOrNull(Route route) {
    return management.read("read " + Weights.name(route), c -> resource(c, route).get());
  }

  private static Resource<GenericKubernetesResource> resource(
      KubernetesClient client, Route route) {
    return client
        .genericKubernetesResources(HTTP_ROUTE)
        .inNamespace(route.namespace())
        .withName(route.name());
  }
}
