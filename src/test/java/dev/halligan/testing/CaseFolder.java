package dev.halligan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files of one case, and which of them were read. */
public final class CaseFolder {
  private static final YAMLMapper YAML =
      YAMLMapper.builder(new YAMLFactory()).addModule(new JavaTimeModule()).build();

  private final Path path;
  private final String property;
  private final Set<String> read = new TreeSet<>();

  CaseFolder(Path path, String property) {
    this.path = path;
    this.property = property;
  }

  public String name() {
    return path.getFileName().toString();
  }

  /** What the file says. */
  public String text(String file) {
    read.add(file);
    try {
      return Files.readString(path.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A YAML file as a value of that kind; a key that the kind does not know is an error. */
  public <T> T yaml(String file, Class<T> kind) throws IOException {
    return YAML.readValue(text(file), kind);
  }

  /** Compares the result with the expected file, or writes that. */
  public void expect(String file, String result) throws IOException {
    read.add(file);
    new GeneratedFile(path.resolve(file), property)
        .check(
            result, path.resolve(file) + ": when that is meant, run with -D" + property + "=write");
  }

  /** The names of the files, in order. */
  public List<String> files() {
    try (Stream<Path> found = Files.list(path)) {
      return found.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void checkHoldsFiles() {
    assertThat(files()).as("%s holds no case: fill it, or delete it", path).isNotEmpty();
  }

  void checkAllWereRead() {
    assertThat(files()).as("the files of %s that its test reads", path).hasSameElementsAs(read);
  }
}
