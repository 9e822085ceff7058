package org.requestrouter;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the packages to their order. The way of a request leads from a door (root, servlet) over
 * backend and balance to upstream and exchange, and dependencies point the same way; config stands
 * on rule and balance; rule, balance, affinity, headers and cache do no I/O.
 */
class ArchitectureTest {
  private static final String ROOT = "org.requestrouter";
  private static final int LINES = 300;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages(ROOT);

  private static final DescribedPredicate<JavaClass> OURS = resideInAPackage(ROOT + "..");

  private static final DescribedPredicate<JavaClass> IO =
      resideInAnyPackage("org.eclipse.jetty.io..", "java.nio.channels..")
          .or(JavaClass.Predicates.assignableTo(Socket.class))
          .or(JavaClass.Predicates.assignableTo(ServerSocket.class))
          .or(JavaClass.Predicates.assignableTo(DatagramSocket.class))
          .as("do I/O");

  @Test
  void findsTheProductsClasses() {
    assertTrue(CLASSES.stream().anyMatch(resideInAPackage(ROOT + ".rule")));
    assertTrue(CLASSES.stream().noneMatch(type -> type.getSimpleName().equals("ArchitectureTest")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rule", "balance", "affinity", "headers", "cache", "config", "metrics"})
  void packagesThatNeedNoSocketsHaveNone(String name) {
    forbid(name, IO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rule", "metrics"})
  void packagesAtTheBottomDependOnNoneOfOurs(String name) {
    forbid(name, OURS.and(DescribedPredicate.not(in(name))));
  }

  @Test
  void configurationDependsOnRulesAndPoliciesOnly() {
    forbid("config", OURS.and(DescribedPredicate.not(in("config", "rule", "balance"))));
  }

  @Test
  void healthKnowsNothingOfTheWayOfARequest() {
    forbid("health", OURS.and(DescribedPredicate.not(in("health", "config", "metrics"))));
  }

  @Test
  void cachingKnowsHeadersAndTheirConfigurationOnly() {
    forbid("cache", OURS.and(DescribedPredicate.not(in("cache", "config", "headers"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"balance", "affinity", "headers"})
  void choicesAndHeadersKnowNothingOfTheWayOfARequest(String name) {
    forbid(name, in("exchange", "upstream", "servlet").or(root()));
  }

  @Test
  void theWayOfARequestPointsDown() {
    forbid("exchange", in("upstream", "backend", "balance", "servlet").or(root()));
    // An upstream serves the exchange through the exchange's own ports.
    forbid("upstream", in("backend", "balance", "servlet").or(root()));
    forbid("backend", in("servlet").or(root()));
  }

  @Test
  void theServletApiStaysInTheServletPackage() {
    noClasses()
        .that(OURS.and(DescribedPredicate.not(in("servlet"))))
        .should()
        .dependOnClassesThat(in("servlet").or(resideInAPackage("jakarta.servlet..")))
        .check(CLASSES);
  }

  @Test
  void onlyTheServletDependsOnTheRoot() {
    noClasses()
        .that(OURS.and(DescribedPredicate.not(root())).and(DescribedPredicate.not(in("servlet"))))
        .should()
        .dependOnClassesThat(root())
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noSourceFileIsTooLong() throws IOException {
    try (Stream<Path> paths = Files.walk(Path.of("src"))) {
      List<Path> sources = paths.filter(path -> path.toString().endsWith(".java")).toList();
      List<Path> tooLong = sources.stream().filter(path -> lines(path) > LINES).toList();

      assertTrue(
          sources.contains(Path.of("src/test/java/org/requestrouter/ArchitectureTest.java")));
      assertEquals(List.of(), tooLong, "longer than " + LINES + " lines");
    }
  }

  /** A package that does not exist yet forbids nothing. */
  private static void forbid(String name, DescribedPredicate<? super JavaClass> uses) {
    noClasses()
        .that(in(name))
        .should()
        .dependOnClassesThat(uses)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> in(String... names) {
    return resideInAnyPackage(
        Arrays.stream(names).map(name -> ROOT + "." + name + "..").toArray(String[]::new));
  }

  private static DescribedPredicate<JavaClass> root() {
    return resideInAPackage(ROOT);
  }

  private static long lines(Path source) {
    try (Stream<String> lines = Files.lines(source)) {
      return lines.count();
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }
}
