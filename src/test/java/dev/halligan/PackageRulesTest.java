package dev.halligan;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The flow of an incident is the flow of dependencies: each package knows only what it needs. */
class PackageRulesTest {

  private static final JavaClasses HALLIGAN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.halligan");

  /** What each package may know besides itself; {@code operator} wires them all together. */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.of(
          "api", List.of(),
          "probe", List.of("api"),
          "diagnosis", List.of("api", "probe"),
          "policy", List.of("api", "diagnosis"),
          "target", List.of("api", "probe"),
          "control", List.of("api", "diagnosis", "target"),
          "recovery", List.of("api", "probe", "diagnosis", "policy", "control"),
          "observe", List.of("api", "diagnosis", "recovery"));

  /** Libraries that are a package's own business. */
  private static final Map<String, List<String>> AT_HOME_IN =
      Map.of(
          "io.javaoperatorsdk..", List.of("dev.halligan.operator.."),
          "org.apache.sshd..", List.of("dev.halligan.control.node.."),
          "io.github.resilience4j..", List.of("dev.halligan.target.."));

  @TestFactory
  Stream<DynamicTest> packagesKnowOnlyWhatTheyNeed() {
    return MAY_KNOW.keySet().stream().sorted().map(name -> dynamicTest(name, () -> check(name)));
  }

  @TestFactory
  Stream<DynamicTest> librariesStayWhereTheyBelong() {
    return AT_HOME_IN.keySet().stream()
        .sorted()
        .map(
            library ->
                dynamicTest(
                    library,
                    () ->
                        classes()
                            .that(areOutsideOf(AT_HOME_IN.get(library)))
                            .should()
                            .onlyDependOnClassesThat(resideOutsideOfPackage(library))
                            .check(HALLIGAN)));
  }

  private static void check(String name) {
    String[] known =
        Stream.concat(Stream.of(name), MAY_KNOW.get(name).stream())
            .map(neighbour -> "dev.halligan." + neighbour + "..")
            .toArray(String[]::new);
    classes()
        .that(resideInAPackage("dev.halligan." + name + ".."))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.halligan..")
                .or(JavaClass.Predicates.resideInAnyPackage(known)))
        .as(name + " knows only itself and " + MAY_KNOW.get(name))
        .because("dependencies follow the flow of an incident: " + Arrays.toString(known))
        .allowEmptyShould(true)
        .check(HALLIGAN);
  }

  private static DescribedPredicate<JavaClass> areOutsideOf(List<String> packages) {
    return describe(
        "are outside of " + packages,
        type -> packages.stream().noneMatch(home -> resideInAPackage(home).test(type)));
  }
}
