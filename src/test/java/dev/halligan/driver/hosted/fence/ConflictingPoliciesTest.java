package dev.halligan.driver.hosted.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictingPoliciesTest {
  private static final ConflictingPolicies OTHERS =
      new ConflictingPolicies(List.of("10.0.0.0/24"), 6443);
  private static final Map<String, String> LABELS = Map.of("app", "kube-apiserver", "tier", "cp");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{podSelector: {}, ingress: [{}]} | true",
        "{podSelector: {}, ingress: []} | false",
        "{podSelector: {}} | false",
        "{podSelector: {}, policyTypes: [Egress], ingress: [{}]} | false",
        "{podSelector: {matchLabels: {app: etcd}}, ingress: [{}]} | false",
        "{podSelector: {matchLabels: {tier: cp}}, ingress: [{}]} | true",
        "{podSelector: {matchExpressions: [{key: app, operator: In, values: [kube-apiserver]}]}, ingress: [{}]} | true",
        "{podSelector: {matchExpressions: [{key: app, operator: DoesNotExist}]}, ingress: [{}]} | false",
        "{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]} | false",
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]} | true",
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.128/25}}]}]} | false",
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/16}}]}]} | true",
        "{podSelector: {}, ingress: [{ports: [{port: 8132}]}]} | false",
        "{podSelector: {}, ingress: [{ports: [{port: 6443}]}]} | true",
        "{podSelector: {}, ingress: [{ports: [{port: 6000, endPort: 7000}]}]} | true",
        "{podSelector: {}, ingress: [{ports: [{port: client}]}]} | true",
        "{podSelector: {}, ingress: [{ports: [{protocol: UDP}]}]} | false"
      })
  void findsWhatAdmitsMore(String spec, boolean more) {
    var policy =
        Serialization.unmarshal(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: kas}\nspec: "
                + spec,
            NetworkPolicy.class);

    assertThat(OTHERS.admittingMore(List.of(policy), "halligan-fence-eu-1", LABELS))
        .isEqualTo(more ? List.of("kas") : List.of());
    assertThat(OTHERS.admittingMore(List.of(policy), "kas", LABELS)).isEmpty();
  }
}
