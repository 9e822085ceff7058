package org.requestrouter.examples.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java to run systems with.
 *
 * @param version as its release file gives it, or the directory's name
 * @param directory the home
 */
record JavaHome(String version, Path directory) {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"([^\"]+)\"");

  static JavaHome of(Path directory) {
    Path release = directory.resolve("release");
    if (!Files.isReadable(release)) {
      return new JavaHome(directory.getFileName().toString(), directory);
    }
    try {
      Matcher matcher = VERSION.matcher(Files.readString(release));
      return new JavaHome(
          matcher.find() ? matcher.group(1) : directory.getFileName().toString(), directory);
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  /** The feature version, for the ids of systems. */
  String label() {
    int dot = version.indexOf('.');
    return dot < 0 ? version : version.substring(0, dot);
  }

  Path java() {
    return directory.resolve("bin").resolve("java");
  }

  boolean isMissing() {
    return !Files.isExecutable(java());
  }
}
