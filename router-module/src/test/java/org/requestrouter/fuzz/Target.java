package org.requestrouter.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.requestrouter.RulesFileFuzzer;
import org.requestrouter.headers.HeaderFuzzer;
import org.requestrouter.rule.RuleFuzzer;
import org.requestrouter.upstream.ResponseFuzzer;

/** What is fuzzed: a class with what must hold for every input, and the inputs that are kept. */
enum Target {
  HEADER(HeaderFuzzer.class, "header"),
  RESPONSE(ResponseFuzzer.class, "response"),
  RULE(RuleFuzzer.class, "rule"),
  RULES_FILE(RulesFileFuzzer.class, "rules-file");

  private static final Path KEPT = Path.of("src", "test", "resources", "fuzz");

  private final Class<?> type;
  private final String directory;

  Target(Class<?> type, String directory) {
    this.type = type;
    this.directory = directory;
  }

  Class<?> type() {
    return type;
  }

  /** Runs one input; fails if it shows a fault. */
  void run(byte[] input) throws IOException {
    switch (this) {
      case HEADER -> HeaderFuzzer.fuzzerTestOneInput(input);
      case RESPONSE -> ResponseFuzzer.fuzzerTestOneInput(input);
      case RULE -> RuleFuzzer.fuzzerTestOneInput(input);
      case RULES_FILE -> RulesFileFuzzer.fuzzerTestOneInput(input);
    }
  }

  /** The directory of the inputs that are kept. */
  Path corpus() {
    return KEPT.resolve(directory).toAbsolutePath();
  }

  /** A file with words that inputs are likely to have. */
  Path dictionary() {
    return KEPT.resolve(directory + ".dict").toAbsolutePath();
  }

  /** Where runs leave their logs, what they find, and the inputs that they add. */
  Path results() {
    return Path.of("target", "fuzz", directory).toAbsolutePath();
  }

  /** The inputs that are kept. */
  List<Path> inputs() {
    try (Stream<Path> files = Files.list(corpus())) {
      return files.sorted().toList();
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }
}
