package org.requestrouter.examples.demo;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One of the processes of the demo; its output goes to a file. */
final class Child {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long STOP_SECONDS = 15;
  private static final int LAST_LINES = 20;

  private final String name;
  private final Path log;
  private final Process process;

  private Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /** Runs this Java with the given arguments. */
  static Child start(String name, Path logs, Path directory, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Files.createDirectories(logs);
    Path log = logs.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Child(name, log, process);
  }

  /** Waits until the URL is answered at all. */
  void awaitReady(String url) throws DemoException, IOException, InterruptedException {
    long end = System.nanoTime() + READY.toNanos();
    while (!answers(url)) {
      if (!process.isAlive()) {
        throw failure("has ended");
      }
      if (System.nanoTime() > end) {
        throw failure("does not answer " + url);
      }
      if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure("has ended");
      }
    }
  }

  private static boolean answers(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
      connection.setConnectTimeout((int) READY.toMillis());
      connection.setReadTimeout((int) READY.toMillis());
      int status = connection.getResponseCode();
      connection.disconnect();
      return status > 0;
    } catch (IOException x) {
      return false;
    }
  }

  /** With the end of the log, where the reason stands. */
  DemoException failure(String what) throws IOException {
    List<String> lines = Files.readAllLines(log);
    List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    return new DemoException(
        "%s %s; the end of %s:%n%s".formatted(name, what, log, String.join("\n", last)));
  }

  CompletableFuture<Child> onExit() {
    return process.onExit().thenApply(p -> this);
  }

  /** Ends the process, and what it may have started, politely at first. */
  void stop() {
    List<ProcessHandle> handles = new ArrayList<>(process.descendants().toList());
    handles.add(process.toHandle());
    handles.forEach(ProcessHandle::destroy);
    for (ProcessHandle handle : handles) {
      try {
        handle.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException x) {
        handle.destroyForcibly();
      } catch (InterruptedException x) {
        handle.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
