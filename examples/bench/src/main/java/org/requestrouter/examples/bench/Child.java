package org.requestrouter.examples.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that was started, and those that it starts; its output goes to a file. */
final class Child implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 50;
  private static final long STOP_SECONDS = 10;
  private static final int LAST_LINES = 10;
  private static final int ANSWER_MILLIS = 10_000;

  private final Path log;
  private final Process process;
  private final Thread atEnd;

  private Child(Path log, Process process) {
    this.log = log;
    this.process = process;
    this.atEnd = new Thread(() -> kill(family()), "stop-" + process.pid());
    Runtime.getRuntime().addShutdownHook(atEnd);
  }

  /** Starts a command in a directory, where its log is written, too. */
  static Child start(Path directory, List<String> command) throws IOException {
    Files.createDirectories(directory);
    Path log = directory.resolve("output.log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Child(log, process);
  }

  /** Waits until the path is answered by 200. */
  void awaitReady(int port, String path) throws IOException, InterruptedException {
    long end = System.nanoTime() + READY.toNanos();
    String last = "no answer";
    while (System.nanoTime() < end) {
      last = answer(port, path);
      if (last.equals("200")) {
        return;
      }
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("ended with " + process.exitValue() + ": " + lastLines());
      }
    }
    throw new IOException(path + " gives " + last + ": " + lastLines());
  }

  private static String answer(int port, String path) {
    try {
      URL url = new URL("http", "127.0.0.1", port, path);
      HttpURLConnection connection = (HttpURLConnection) url.openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      int status = connection.getResponseCode();
      connection.disconnect();
      return Integer.toString(status);
    } catch (IOException x) {
      return x.toString();
    }
  }

  private String lastLines() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    List<ProcessHandle> family = family();
    process.destroy();
    try {
      process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
    }
    kill(family);
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException x) {
      // We are ending, and the hook has done the same.
    }
  }

  /** Has to be asked for while the first of them lives, since the others then lose their parent. */
  private List<ProcessHandle> family() {
    return Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
  }

  private static void kill(List<ProcessHandle> family) {
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
