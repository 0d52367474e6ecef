package dev.halligan;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.halligan.api.v1alpha1.TolerantSerialization;
import dev.halligan.operator.runtime.OperatorSupervisor;
import dev.halligan.operator.store.HistoryKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Habits that keep the code small, plain and testable. */
class CodeRulesTest {

  private static final int MOST_LINES = 300;

  private static final JavaClasses HALLIGAN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.halligan");

  @Test
  void timeEntersAsAClock() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.halligan", "dev.halligan.operator..")
        .should()
        .callMethodWhere(
            calls("now", "java.time.")
                .or(calls("currentTimeMillis", "java.lang.System"))
                .or(calls("(system|tick).*", Clock.class.getName())))
        .because("a test must be able to set the time: take a java.time.Clock")
        .check(HALLIGAN);
  }

  @Test
  void nothingSleeps() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(OperatorSupervisor.class, HistoryKeeper.class)
        .and()
        .resideOutsideOfPackage("dev.halligan.sidecar..")
        .should()
        .callMethodWhere(
            calls("sleep", "java.lang.Thread")
                .or(calls("sleep", TimeUnit.class.getName()))
                .or(calls("park.+", LockSupport.class.getName())))
        .because(
            "only a loop with a thread of its own may wait: return, and ask to be called again")
        .check(HALLIGAN);
  }

  @Test
  void nothingMakesAnOldDate() {
    noClasses()
        .should()
        .callConstructorWhere(target(owner(assignableTo(Date.class))))
        .orShould()
        .callMethodWhere(target(owner(assignableTo(Calendar.class))))
        .because("java.time says what it means; a Date that a library hands out becomes an Instant")
        .check(HALLIGAN);
  }

  @Test
  void noClassIsAGrabBag() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .because("a class has one idea, and its name says which")
        .check(HALLIGAN);
  }

  @Test
  void staticsNeverChange() {
    fields().that().areStatic().should().beFinal().check(HALLIGAN);
  }

  @Test
  void theApiIsData() {
    noClasses()
        .that()
        .resideInAPackage("dev.halligan.api..")
        .and()
        .doNotBelongToAnyOf(TolerantSerialization.class)
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "dev.halligan.api..",
            "java.lang..",
            "java.util..",
            "java.time",
            "com.fasterxml.jackson.annotation",
            "com.fasterxml.jackson.databind",
            "io.soabase.recordbuilder.core",
            "io.fabric8.crd.generator.annotation",
            "io.fabric8.generator.annotation",
            "io.fabric8.kubernetes.model.annotation",
            "io.fabric8.kubernetes.api.model",
            "io.fabric8.kubernetes.client")
        .because("resources are records without logic")
        .check(HALLIGAN);
  }

  @Test
  void filesFitIntoAHead() throws IOException {
    assertThat(sourcesWhere(lines -> lines.size() > MOST_LINES))
        .as("files over %d lines hold more than one idea: split them", MOST_LINES)
        .isEmpty();
  }

  @Test
  void importsNameWhatTheyImport() throws IOException {
    assertThat(sourcesWhere(lines -> lines.stream().anyMatch(l -> l.matches("import .*\\*;"))))
        .as("files with wildcard imports hide where a name comes from")
        .isEmpty();
  }

  private static List<Path> sourcesWhere(Predicate<List<String>> wrong) throws IOException {
    var found = new ArrayList<Path>();
    for (Path root : List.of(Path.of("src"), Path.of("e2e", "src"))) {
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> wrong.test(linesOf(file)))
            .forEach(found::add);
      }
    }
    return found;
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static DescribedPredicate<JavaCall<?>> calls(String method, String owner) {
    return target(nameMatching(method))
        .and(target(owner(nameMatching(owner.replace(".", "\\.") + ".*"))));
  }
}
