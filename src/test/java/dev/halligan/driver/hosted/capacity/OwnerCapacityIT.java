package dev.halligan.driver.hosted.capacity;

import static dev.halligan.driver.hosted.capacity.HostedPlane.DOUBLED;
import static dev.halligan.driver.hosted.capacity.HostedPlane.SMALL;
import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.HostedOwner;
import dev.halligan.api.v1alpha1.HostedOwner.NamedSize;
import dev.halligan.control.ApiServerCapacity.Growth;
import dev.halligan.control.ApiServerCapacity.ResizeMode;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.Fixtures;
import dev.halligan.testing.ManualClock;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** By the resource that owns the workload. */
@ExtendWith(WithApiServer.class)
class OwnerCapacityIT {
  private static final String API = "kamaji.clastix.io/v1alpha1";
  private static final String KIND = "TenantControlPlane";
  private static final String DEPLOYMENT = "/spec/controlPlane/deployment";
  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: tenantcontrolplanes.kamaji.clastix.io}
      spec:
        group: kamaji.clastix.io
        scope: Namespaced
        names: {kind: TenantControlPlane, plural: tenantcontrolplanes}
        versions:
        - name: v1alpha1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;
  private static final long MEBIBYTE = 1024 * 1024;
  private static final Size BEFORE = new Size(600, 600 * MEBIBYTE);
  private static final Size TWICE = new Size(1200, 1200 * MEBIBYTE);
  private static final Duration WITHIN = Duration.ofSeconds(90);

  private HostedPlane plane;

  @BeforeEach
  void create(ApiServer server) {
    var crd =
        server.client().getKubernetesSerialization().unmarshal(CRD, CustomResourceDefinition.class);
    server.client().resource(crd).serverSideApply();
    server
        .client()
        .resource(crd)
        .waitUntilCondition(
            c ->
                c.getStatus() != null
                    && c.getStatus().getConditions() != null
                    && c.getStatus().getConditions().stream()
                        .anyMatch(
                            x -> x.getType().equals("Established") && x.getStatus().equals("True")),
            30,
            TimeUnit.SECONDS);
    plane = new HostedPlane(Fixtures.in(server), new ManualClock());
    plane.deployment(1, "{}");
    plane.node(plane.given().namespace(), "8", "16Gi");
  }

  @AfterEach
  void removeNode() {
    plane.given().client().nodes().withName(plane.given().namespace()).delete();
  }

  private void owner(String deployment) {
    plane
        .given()
        .apply(
            "{apiVersion: "
                + API
                + ", kind: "
                + KIND
                + ", metadata: {name: tenant}, spec: {kubernetes: {version: v1.36.3}, controlPlane: {deployment: "
                + deployment
                + "}}}");
    plane.pod("server-a", SMALL);
  }

  private static HostedOwner byResources(String replicasPath) {
    var resources = DEPLOYMENT + "/resources/apiServer";
    return new HostedOwner(API, KIND, null, "tenant", resources, replicasPath, null);
  }

  @Test
  void patchesTheOwnerAndWatchesUntilItArrives() {
    owner("{replicas: 1, resources: {apiServer: " + SMALL + "}}");
    var had = plane.owner(API, KIND);
    var capacity = plane.capacity(byResources(DEPLOYMENT + "/replicas"));

    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);
    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);

    assertThat(plane.owner(API, KIND).getFirst().toString())
        .contains(
            "limits={cpu=1200m, memory=1200Mi}", "requests={cpu=100m, memory=300Mi}", "replicas=2");
    assertThat(plane.templateHas().limit()).as("its controller's own").isEqualTo(BEFORE);
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    assertThat(capacity.size()).isEqualTo(BEFORE);
    plane.isMadeAnew("server-a", DOUBLED);
    assertThat(capacity.growth()).isEqualTo(Growth.LIVE);

    assertThat(capacity.shrink()).isTrue();
    assertThat(plane.owner(API, KIND)).isEqualTo(had);
  }

  @Test
  void removesWhatWasNotThereBefore() {
    owner("{replicas: 1}");
    var had = plane.owner(API, KIND);
    var capacity = plane.capacity(byResources(null));

    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);
    assertThat(plane.owner(API, KIND).getFirst().toString())
        .contains("apiServer={limits={cpu=1200m, memory=1200Mi}}", "replicas=1");

    assertThat(capacity.shrink()).isTrue();
    assertThat(plane.owner(API, KIND)).isEqualTo(had);
  }

  @Test
  void leavesReplicasWhereTheQuotaHasNoRoomForOneMore() {
    owner("{replicas: 1, resources: {apiServer: " + SMALL + "}}");
    plane.quota("{\"pods\":\"2\"}", "{\"pods\":\"1\"}");

    plane.capacity(byResources(DEPLOYMENT + "/replicas")).grow(TWICE, ResizeMode.RESTART, WITHIN);

    assertThat(plane.owner(API, KIND).getFirst().toString()).contains("cpu=1200m", "replicas=1");
  }

  @Test
  void undoesAndSaysSoWhenItDoesNotArrive() {
    owner("{replicas: 1, resources: {apiServer: " + SMALL + "}}");
    var had = plane.owner(API, KIND).getFirst();
    var capacity = plane.capacity(byResources(null));
    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);
    plane.clock().pass(WITHIN.plusSeconds(2));

    assertThat(capacity.growth()).isEqualTo(Growth.PUT_BACK);

    assertThat(plane.owner(API, KIND).getFirst()).isEqualTo(had);
  }

  @Test
  void whatAPersonSetsMeanwhileStays() {
    owner("{replicas: 1, resources: {apiServer: " + SMALL + "}}");
    var capacity = plane.capacity(byResources(null));
    capacity.grow(TWICE, ResizeMode.RESTART, WITHIN);
    plane
        .given()
        .client()
        .genericKubernetesResources(API, KIND)
        .inNamespace(plane.given().namespace())
        .withName("tenant")
        .patch(
            new PatchContext.Builder().withPatchType(PatchType.JSON).build(),
            "[{\"op\":\"replace\",\"path\":\""
                + DEPLOYMENT
                + "/resources/apiServer/limits/cpu\",\"value\":\"3\"}]");

    assertThat(capacity.growth()).isEqualTo(Growth.NONE);
    assertThat(capacity.shrink()).isFalse();

    assertThat(plane.owner(API, KIND).getFirst().toString())
        .contains("limits={cpu=3, memory=600Mi}");
  }

  @Test
  void aSizeByNameIsSetAndTakenAway() {
    owner("{}");
    plane.isMadeAnew("server-a", "{requests: {cpu: 500m, memory: 1Gi}}");
    var had = plane.owner(API, KIND);
    var size = new NamedSize("/metadata/annotations/example.org~1size", "large");
    var capacity = plane.capacity(new HostedOwner(API, KIND, null, "tenant", null, null, size));
    assertThat(capacity.size()).as("without limits").isEqualTo(new Size(500, 1024 * MEBIBYTE));

    var twice = new Size(1000, 2048 * MEBIBYTE);
    assertFails(Reason.UNSUPPORTED, () -> capacity.grow(twice, ResizeMode.IN_PLACE, WITHIN));
    capacity.grow(twice, ResizeMode.RESTART, WITHIN);

    assertThat(plane.ownerResource(API, KIND).getMetadata().getAnnotations())
        .containsEntry("example.org/size", "large");
    assertThat(capacity.growth()).isEqualTo(Growth.STARTING);
    plane.isMadeAnew("server-a", "{requests: {cpu: '1', memory: 2Gi}}");
    assertThat(capacity.growth()).isEqualTo(Growth.LIVE);

    assertThat(capacity.shrink()).isTrue();
    assertThat(plane.owner(API, KIND)).isEqualTo(had);
  }

  @Test
  void saysThatTheOwnerIsNotThere() {
    owner("{}");
    var missing = new HostedOwner(API, KIND, null, "other", "/spec/resources", null, null);
    assertFails(
        Reason.NOT_FOUND, () -> plane.capacity(missing).grow(TWICE, ResizeMode.RESTART, WITHIN));
    var unknown = new HostedOwner("a.b/v1", "C", null, "tenant", "/spec/resources", null, null);
    assertFails(
        Reason.NOT_FOUND, () -> plane.capacity(unknown).grow(TWICE, ResizeMode.RESTART, WITHIN));
  }
}
