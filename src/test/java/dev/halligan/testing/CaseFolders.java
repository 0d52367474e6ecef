package dev.halligan.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * The cases of a test: the folders in {@code src/test/resources/TESTNAME} that hold files. Folders
 * that hold folders are topics. With {@code -DTESTNAME.cases=write} a test writes its expected
 * files again; without, a difference fails. So does a folder without files, and a file that no test
 * reads.
 *
 * @param property the system property that is {@code write} when expected files are to be written
 */
public record CaseFolders(Path root, String property) {

  /** A check of one case; what it throws is the failure. */
  @FunctionalInterface
  public interface Check {
    void run(CaseFolder folder) throws Exception;
  }

  /** A check of a file that is a case by itself. */
  @FunctionalInterface
  public interface FileCheck {
    void run(CaseFolder folder, String file) throws Exception;
  }

  /** The cases of that test. */
  public static CaseFolders of(Class<?> test) {
    String name = test.getSimpleName();
    return new CaseFolders(Path.of("src", "test", "resources", name), name + ".cases");
  }

  /** A test for each case, named by its folder, in the order of names. */
  public Stream<DynamicNode> tests(Check check) {
    return nodes(root, folder -> DynamicTest.dynamicTest(name(folder), () -> run(folder, check)));
  }

  /** A test for each file of the folders, named by the file. */
  public Stream<DynamicNode> fileTests(FileCheck check) {
    return nodes(
        root,
        path -> {
          CaseFolder folder = new CaseFolder(path, property);
          return DynamicContainer.dynamicContainer(
              name(path),
              folder.files().stream()
                  .map(file -> DynamicTest.dynamicTest(file, () -> check.run(folder, file))));
        });
  }

  /** One case, by its path below the root. */
  public CaseFolder folder(String path) {
    return new CaseFolder(root.resolve(path), property);
  }

  /** The files that lie in the root itself. */
  public CaseFolder own() {
    return new CaseFolder(root, property);
  }

  private Stream<DynamicNode> nodes(Path path, Function<Path, DynamicNode> leaf) {
    List<Path> below = folders(path);
    if (below.isEmpty()) {
      throw new AssertionError(path + " holds no cases");
    }
    return below.stream()
        .map(
            folder ->
                folders(folder).isEmpty()
                    ? leaf.apply(folder)
                    : DynamicContainer.dynamicContainer(name(folder), nodes(folder, leaf)));
  }

  private void run(Path folder, Check check) throws Exception {
    CaseFolder found = new CaseFolder(folder, property);
    found.checkHoldsFiles();
    check.run(found);
    found.checkAllWereRead();
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  private static List<Path> folders(Path of) {
    try (Stream<Path> found = Files.list(of)) {
      return found.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
