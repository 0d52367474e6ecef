package dev.halligan.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A drill is played, watched, measured and told, in this order; {@code e2e} wires it together. */
class PackageRulesTest {
  private static final String BASE = "dev.halligan.e2e.";
  private static final Pattern TEST = Pattern.compile(".*Test(\\$.*)?\\.class");

  private static final JavaClasses DRILLS =
      new ClassFileImporter()
          .withImportOption(location -> !location.matches(TEST))
          .importPackages("dev.halligan.e2e");

  /** What each package may know besides itself. */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.of(
          "lab", List.of(),
          "scenario", List.of(),
          "measure", List.of(),
          "report", List.of("lab", "measure", "scenario"),
          "watch", List.of("lab", "measure"),
          "plane", List.of("lab", "measure", "report", "scenario", "watch"),
          "cast", List.of("lab", "plane", "scenario"),
          "fleet", List.of("lab", "report"));

  @TestFactory
  Stream<DynamicTest> packagesKnowOnlyWhatTheyNeed() {
    return MAY_KNOW.keySet().stream().sorted().map(name -> dynamicTest(name, () -> check(name)));
  }

  @Test
  void everyPackageHasItsRule() {
    Set<String> packages =
        DRILLS.stream()
            .map(type -> type.getPackageName().split("[.]"))
            .filter(words -> words.length > 3)
            .map(words -> words[3])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages).isEqualTo(new TreeSet<>(MAY_KNOW.keySet()));
  }

  @TestFactory
  Stream<DynamicTest> noPackagesNeedEachOther() {
    return Stream.of(BASE + "(*)..", BASE + "(**)")
        .map(
            depth ->
                dynamicTest(
                    depth, () -> slices().matching(depth).should().beFreeOfCycles().check(DRILLS)));
  }

  private static void check(String name) {
    String[] known =
        Stream.concat(Stream.of(name), MAY_KNOW.get(name).stream())
            .map(neighbour -> BASE + neighbour + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(BASE + name + "..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.halligan..").or(resideInAnyPackage(known)))
        .because(name + " knows only itself and " + MAY_KNOW.get(name))
        .check(DRILLS);
  }
}
