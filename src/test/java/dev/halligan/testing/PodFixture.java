package dev.halligan.testing;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A pod in the making; {@link #create} writes its status too, as a kubelet would. */
public final class PodFixture {
  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final List<OwnerReference> owners = new ArrayList<>();
  private final Map<String, String> labels = new HashMap<>();
  private String node;
  private String account;
  private String phase;
  private String address;

  PodFixture(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  public PodFixture ownedBy(String kind, String owner) {
    return ownedBy(kind.equals("Job") ? "batch/v1" : "apps/v1", kind, owner);
  }

  public PodFixture ownedBy(String apiVersion, String kind, String owner) {
    owners.add(
        new OwnerReferenceBuilder()
            .withApiVersion(apiVersion)
            .withKind(kind)
            .withName(owner)
            .withUid("00000000-0000-0000-0000-000000000000")
            .withController(true)
            .build());
    return this;
  }

  public PodFixture labelled(String key, String value) {
    labels.put(key, value);
    return this;
  }

  public PodFixture as(String serviceAccount) {
    account = serviceAccount;
    return this;
  }

  public PodFixture on(String nodeName) {
    node = nodeName;
    return this;
  }

  public PodFixture phase(String word) {
    phase = word;
    return this;
  }

  public PodFixture running(String podIp) {
    address = podIp;
    return phase("Running");
  }

  public void create() {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(labels)
            .withOwnerReferences(owners)
            .endMetadata()
            .withNewSpec()
            .withNodeName(node)
            .withServiceAccountName(account)
            .addNewContainer()
            .withName("c")
            .withImage("none")
            .endContainer()
            .endSpec()
            .build();
    var created = client.pods().inNamespace(namespace).resource(pod).create();
    if (phase != null) {
      client
          .pods()
          .inNamespace(namespace)
          .resource(created)
          .editStatus(
              p ->
                  new PodBuilder(p)
                      .editOrNewStatus()
                      .withPhase(phase)
                      .withPodIP(address)
                      .withPodIPs(address == null ? List.of() : List.of(new PodIP(address)))
                      .endStatus()
                      .build());
    }
  }
}
