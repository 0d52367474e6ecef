package dev.halligan.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDGenerator.CRDOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Generates the CRDs from the records and compares them with {@code crds/}. A test, because the
 * generator loads the records: it must run on the JDK they are built for, and Maven itself may run
 * on an older one.
 */
class CrdsTest {

  private static final Path GENERATED = Path.of("target", "crds");
  private static final Path KEPT = Path.of("crds");
  private static final String REPAIR = "./mvnw -q test -Dtest=CrdsTest -Dcrds=write";

  @TestFactory
  Stream<DynamicTest> keptCrdsAreThoseOfTheRecords() throws IOException {
    // When
    generateInto(GENERATED);
    if ("write".equals(System.getProperty("crds"))) {
      generateInto(KEPT);
    }
    // Then
    SortedSet<String> names = yamlFilesIn(GENERATED);
    names.addAll(yamlFilesIn(KEPT));
    return names.stream().map(name -> dynamicTest(name, () -> compare(name)));
  }

  private static void compare(String name) throws IOException {
    assertThat(read(KEPT.resolve(name)))
        .as("crds/%s is not what the records generate. Repair: %s", name, REPAIR)
        .isEqualTo(read(GENERATED.resolve(name)));
  }

  private static void generateInto(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : yamlFilesIn(folder)) {
      Files.delete(folder.resolve(name));
    }
    new CRDGenerator()
        .withOutput(new Folder(folder))
        .forCRDVersions("v1")
        .withMinQuotes(true)
        .withParallelGenerationEnabled(false)
        .withPostProcessor(new CrdFinish())
        .customResourceClasses(
            ProtectedCluster.class, RecoveryPlaybook.class, RecoveryRequest.class)
        .generate();
  }

  private static SortedSet<String> yamlFilesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String read(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** Names a file after the plural alone: {@code protectedclusters.yaml}. */
  private record Folder(Path path) implements CRDOutput<OutputStream> {
    @Override
    public OutputStream outputFor(String crdName) throws IOException {
      return Files.newOutputStream(path.resolve(crdName.replaceAll("\\..*", "") + ".yaml"));
    }

    @Override
    public void close() {}
  }
}
