package dev.halligan.e2e.fleet.played;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourcePathTest {
  @Test
  void readsWhatIsInNamespacesAndWhatIsNot() {
    assertThat(ResourcePath.parse("/api/v1/namespaces/halligan-probe/configmaps/probe"))
        .contains(new ResourcePath("v1", "configmaps", "halligan-probe", "probe"));
    assertThat(ResourcePath.parse("/apis/apps/v1/daemonsets"))
        .contains(new ResourcePath("apps/v1", "daemonsets", "", ""));
    assertThat(ResourcePath.parse("/api/v1/nodes"))
        .contains(new ResourcePath("v1", "nodes", "", ""));
  }

  @Test
  void aNamespaceIsAnObjectToo() {
    assertThat(ResourcePath.parse("/api/v1/namespaces"))
        .contains(new ResourcePath("v1", "namespaces", "", ""));
    assertThat(ResourcePath.parse("/api/v1/namespaces/shop"))
        .contains(new ResourcePath("v1", "namespaces", "", "shop"));
  }

  @Test
  void knowsNothingOfTheRest() {
    assertThat(ResourcePath.parse("/version")).isEmpty();
    assertThat(ResourcePath.parse("/api/v1/secrets")).isEmpty();
  }
}
