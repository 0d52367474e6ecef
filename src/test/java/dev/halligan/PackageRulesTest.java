package dev.halligan;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The flow of an incident is the flow of dependencies: each package knows only what it needs. */
class PackageRulesTest {
  private static final String BASE = "dev.halligan.";
  private static final int MOST_CLASSES = 20;

  /** One version of an API is one package, by Kubernetes' convention. */
  private static final Set<String> MAY_BE_LARGE = Set.of(BASE + "api.v1alpha1");

  private static final JavaClasses HALLIGAN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.halligan");

  /** What each package may know besides itself; {@code operator} wires them all together. */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("api", List.of()),
          Map.entry("status", List.of()),
          Map.entry("probe", List.of("api")),
          Map.entry("connection", List.of("api", "probe")),
          Map.entry("diagnosis", List.of("api", "probe")),
          Map.entry("attribution", List.of("api")),
          Map.entry("policy", List.of("api", "diagnosis")),
          Map.entry("control", List.of("api", "attribution", "diagnosis")),
          Map.entry("net", List.of("control")),
          Map.entry("sidecar", List.of()),
          Map.entry(
              "driver",
              List.of(
                  "api", "attribution", "connection", "control", "diagnosis", "net", "sidecar")),
          Map.entry(
              "recovery", List.of("api", "attribution", "control", "diagnosis", "net", "status")),
          Map.entry("observe", List.of("api", "diagnosis")));

  /** Drivers that every kind of control plane uses. */
  private static final Set<String> SHARED_DRIVERS = Set.of("inband");

  /** Libraries that are a package's own business. */
  private static final Map<String, String> AT_HOME_IN =
      Map.of(
          "io.javaoperatorsdk..", "dev.halligan.operator..",
          "org.apache.sshd..", "dev.halligan.driver.node..",
          "io.github.resilience4j..", "dev.halligan.connection..");

  @TestFactory
  Stream<DynamicTest> packagesKnowOnlyWhatTheyNeed() {
    return MAY_KNOW.keySet().stream().sorted().map(name -> dynamicTest(name, () -> check(name)));
  }

  @Test
  void everyPackageHasItsRule() {
    Set<String> packages =
        HALLIGAN.stream()
            .map(type -> type.getPackageName().split("[.]"))
            .filter(words -> words.length > 2)
            .map(words -> words[2])
            .collect(Collectors.toCollection(TreeSet::new));
    packages.removeAll(MAY_KNOW.keySet());
    assertThat(packages).containsExactly("operator");
  }

  @TestFactory
  Stream<DynamicTest> driversDoNotKnowEachOther() {
    return HALLIGAN.stream()
        .map(type -> type.getPackageName().split("[.]"))
        .filter(words -> words.length > 3 && words[2].equals("driver"))
        .map(words -> words[3])
        .distinct()
        .sorted()
        .map(driver -> dynamicTest(driver, () -> checkDriver(driver)));
  }

  @TestFactory
  Stream<DynamicTest> librariesStayWhereTheyBelong() {
    return AT_HOME_IN.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(home -> dynamicTest(home.getKey(), () -> check(home.getKey(), home.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> noPackagesNeedEachOther() {
    return Stream.of(BASE + "(*)..", BASE + "*.(*)..", BASE + "(**)")
        .map(
            depth ->
                dynamicTest(
                    depth,
                    () -> slices().matching(depth).should().beFreeOfCycles().check(HALLIGAN)));
  }

  @Test
  void noPackageIsAHeap() {
    Map<String, Long> sizes =
        HALLIGAN.stream()
            .filter(type -> type.isTopLevelClass() && !MAY_BE_LARGE.contains(type.getPackageName()))
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
    sizes.values().removeIf(size -> size <= MOST_CLASSES);
    assertThat(sizes).as("packages with more than %d classes: split them", MOST_CLASSES).isEmpty();
  }

  private static void check(String name) {
    checkKnows(
        BASE + name + "..",
        Stream.concat(Stream.of(name), MAY_KNOW.get(name).stream())
            .map(neighbour -> BASE + neighbour + "..")
            .toArray(String[]::new));
  }

  private static void checkDriver(String driver) {
    classes()
        .that(resideInAPackage(BASE + "driver." + driver + ".."))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage(BASE + "driver..")
                .or(resideInAPackage(BASE + "driver." + driver + ".."))
                .or(describe("are shared", PackageRulesTest::isShared)))
        .because("a kind of control plane is changed without a look at the others")
        .check(HALLIGAN);
  }

  private static boolean isShared(JavaClass type) {
    return SHARED_DRIVERS.stream()
        .anyMatch(shared -> type.getPackageName().equals(BASE + "driver." + shared));
  }

  private static void checkKnows(String who, String[] known) {
    classes()
        .that(resideInAPackage(who))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.halligan..").or(resideInAnyPackage(known)))
        .because("dependencies follow the flow of an incident: " + String.join(", ", known))
        .check(HALLIGAN);
  }

  private static void check(String library, String home) {
    DescribedPredicate<JavaClass> outside = resideOutsideOfPackage(home);
    classes()
        .that(outside)
        .should()
        .onlyDependOnClassesThat(resideOutsideOfPackage(library))
        .check(HALLIGAN);
  }
}
