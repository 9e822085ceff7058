package org.requestrouter.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Jetty base, run with the packaged Jetty home's start.jar. */
record JettyBase(Path directory) {
  private static final long TOOL_SECONDS = 60;

  /** The base as the build packaged it. */
  static JettyBase packaged() {
    return new JettyBase(Path.of(System.getProperty("jetty.base")));
  }

  JettyBase copyTo(Path target) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(directory.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    return new JettyBase(target);
  }

  String read(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  /** Starts the server on an ephemeral port; the caller waits for it, and closes it. */
  JettyProcess start(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("jetty.http.port=0", "jetty.http.host=127.0.0.1"));
    command.addAll(List.of(args));
    return new JettyProcess(launch(command));
  }

  /** Runs start.jar as a tool, and gives what it wrote. */
  String run(String... args) throws IOException, InterruptedException {
    Process process = launch(List.of(args));
    String output = new String(process.getInputStream().readAllBytes(), Programs.CHARSET);
    if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", args) + " failed:\n" + output);
    }
    return output;
  }

  private Process launch(List<String> args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-jar");
    command.add(Path.of(System.getProperty("jetty.home"), "start.jar").toString());
    command.addAll(args);
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .start();
  }
}
