package dev.halligan.driver.inband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Route;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.Traffic;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.Fixtures;
import dev.halligan.testing.StaleEpoch;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class HttpRouteTrafficIT {
  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: httproutes.gateway.networking.k8s.io
        annotations: {api-approved.kubernetes.io: "https://github.com/kubernetes-sigs/gateway-api"}
      spec:
        group: gateway.networking.k8s.io
        scope: Namespaced
        names: {kind: HTTPRoute, plural: httproutes, singular: httproute, listKind: HTTPRouteList}
        versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  private Fixtures given;
  private Traffic traffic;
  private Route route;

  @BeforeEach
  void connect(ApiServer server) {
    given = Fixtures.in(server);
    var crd =
        server.client().getKubernetesSerialization().unmarshal(CRD, CustomResourceDefinition.class);
    server.client().resource(crd).serverSideApply();
    server
        .client()
        .resource(crd)
        .waitUntilCondition(
            c ->
                c != null
                    && c.getStatus() != null
                    && c.getStatus().getConditions() != null
                    && c.getStatus().getConditions().stream()
                        .anyMatch(
                            x -> x.getType().equals("Established") && x.getStatus().equals("True")),
            30,
            TimeUnit.SECONDS);
    traffic = new HttpRouteTraffic(GuardedClient.unguarded(server.client(), () -> 7));
    route = new Route(given.namespace(), "shop", "eu-1", "eu-2");
  }

  private void exists(String rules) {
    given.apply(
        "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: shop}, spec: {hostnames: [a.test],"
            + " fromTheFuture: kept, rules: "
            + rules
            + "}}");
  }

  @Test
  void movesAllWeightAndPutsItBack() {
    exists(
        "[{backendRefs: [{name: eu-1, port: 80, weight: 90}, {name: eu-2, port: 80, weight: 10}, {name: canary, weight: 1}]},"
            + " {matches: [{path: {value: /api}}], backendRefs: [{name: eu-2, port: 80}, {name: eu-1, port: 80}]}]");
    var before = traffic.weights(route);
    var definition = spec();

    traffic.redirect(route);
    traffic.redirect(route);

    assertThat(before)
        .containsOnly(
            Map.entry("0/eu-1", 90),
            Map.entry("0/eu-2", 10),
            Map.entry("1/eu-1", 1),
            Map.entry("1/eu-2", 1));
    assertThat(traffic.weights(route))
        .containsOnly(
            Map.entry("0/eu-1", 0),
            Map.entry("0/eu-2", 100),
            Map.entry("1/eu-1", 0),
            Map.entry("1/eu-2", 2));
    assertThat(spec().get("fromTheFuture")).isEqualTo("kept");

    assertThat(traffic.restore(route, before)).isTrue();
    assertThat(traffic.restore(route, before)).as("a second time").isTrue();
    assertThat(traffic.weights(route)).isEqualTo(before);
    assertThat(spec().keySet()).isEqualTo(definition.keySet());
  }

  @Test
  void leavesWhatAPersonSetMeanwhile() {
    exists("[{backendRefs: [{name: eu-1, weight: 90}, {name: eu-2, weight: 10}]}]");
    var before = traffic.weights(route);
    traffic.redirect(route);
    patch("[{\"op\":\"replace\",\"path\":\"/spec/rules/0/backendRefs/0/weight\",\"value\":20}]");

    assertThat(traffic.restore(route, before)).isFalse();

    assertThat(traffic.weights(route)).containsEntry("0/eu-1", 20).containsEntry("0/eu-2", 100);
  }

  @Test
  void refusesToWriteOverAChangeItDidNotRead() {
    exists("[{backendRefs: [{name: eu-1, weight: 90}, {name: eu-2, weight: 10}]}]");
    var racing =
        new HttpRouteTraffic(
            new GuardedClient(
                given::client,
                deadline -> given.client(),
                new BetweenReadAndWrite(
                    () ->
                        patch("[{\"op\":\"add\",\"path\":\"/spec/someone\",\"value\":\"else\"}]")),
                () -> 7));

    assertFails(Reason.CONFLICT, () -> racing.redirect(route));

    assertThat(traffic.weights(route)).containsEntry("0/eu-1", 90);
  }

  @Test
  void refusesARouteThatWouldLoseTraffic() {
    exists(
        "[{backendRefs: [{name: eu-1, weight: 1}, {name: eu-2, weight: 1}]}, {backendRefs: [{name: eu-1}]}]");

    assertFails(Reason.BAD_ARGUMENT, () -> traffic.redirect(route));

    assertThat(traffic.weights(route)).containsEntry("0/eu-1", 1);
  }

  @Test
  void aReplacedLeaderMovesNoTraffic() {
    exists("[{backendRefs: [{name: eu-1, weight: 90}, {name: eu-2, weight: 10}]}]");
    var before = traffic.weights(route);
    var replaced = new HttpRouteTraffic(GuardedClient.unguarded(given.client(), new StaleEpoch()));

    assertFails(Reason.STALE_EPOCH, () -> replaced.redirect(route));
    assertThat(replaced.weights(route)).as("it may still look").isEqualTo(before);

    traffic.redirect(route);
    assertFails(Reason.STALE_EPOCH, () -> replaced.restore(route, before));
    assertThat(traffic.weights(route)).containsEntry("0/eu-1", 0);
  }

  @Test
  void saysThatTheRouteIsNotThere() {
    assertFails(Reason.NOT_FOUND, () -> traffic.redirect(route));
    assertThat(traffic.restore(route, Map.of("0/eu-1", 1))).isFalse();
  }

  private Map<String, Object> spec() {
    return resource().get().get("spec");
  }

  private void patch(String operations) {
    var context = new PatchContext.Builder().withPatchType(PatchType.JSON).build();
    resource().patch(context, operations);
  }

  private Resource<GenericKubernetesResource> resource() {
    return given
        .client()
        .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
        .inNamespace(given.namespace())
        .withName("shop");
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ControlFailure.class, f -> assertThat(f.reason()).as(f.getMessage()).isEqualTo(reason));
  }

  /** Lets somebody else write just before we do. */
  private record BetweenReadAndWrite(Runnable somebody) implements GuardedClient.Guard {
    @Override
    public <T> T call(Callable<T> write) throws Exception {
      somebody.run();
      return write.call();
    }

    @Override
    public <T> T idempotent(Callable<T> read) throws Exception {
      return read.call();
    }
  }
}
