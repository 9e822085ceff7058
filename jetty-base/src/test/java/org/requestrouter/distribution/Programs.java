package org.requestrouter.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs that a test needs beside Java. */
final class Programs {
  static final Charset CHARSET = StandardCharsets.UTF_8;

  private Programs() {}

  /** Skips the test where the program is missing, but fails it in continuous integration. */
  static Path require(String name, String debianPackage) {
    Path found =
        Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")
            .map(directory -> Path.of(directory, name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    String message = name + " is missing: install the package " + debianPackage;
    if (found == null && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(message);
    }
    assumeTrue(found != null, message);
    return found;
  }
}
