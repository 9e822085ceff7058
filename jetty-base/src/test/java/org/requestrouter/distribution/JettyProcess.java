package org.requestrouter.distribution;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running Jetty, and what it has written so far. */
final class JettyProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final long STOP_SECONDS = 30;
  private static final Pattern CONNECTOR =
      Pattern.compile("Started .*ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)}");
  private static final Pattern SERVER = Pattern.compile("Started oejs\\.Server@");

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Thread reader;

  JettyProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::readOutput, "jetty-output");
    reader.setDaemon(true);
    reader.start();
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(Programs.CHARSET)) {
      lines.lines().forEach(output::add);
    } catch (IOException x) {
      output.add(x.toString());
    }
  }

  /** Waits until the server serves. */
  JettyProcess awaitStarted() {
    await()
        .atMost(START)
        .until(
            () -> {
              if (!process.isAlive()) {
                reader.join();
                throw new AssertionError("Jetty has ended:\n" + output());
              }
              return output.stream().anyMatch(line -> SERVER.matcher(line).find());
            });
    return this;
  }

  long pid() {
    return process.pid();
  }

  int port() {
    return output.stream()
        .map(CONNECTOR::matcher)
        .filter(Matcher::find)
        .map(matcher -> Integer.parseInt(matcher.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no connector in:\n" + output()));
  }

  /** The port of the connector whose connections begin with that protocol, as the log names it. */
  int port(String protocol) {
    return output.stream()
        .filter(line -> line.contains("ServerConnector@") && line.contains("{" + protocol + ","))
        .map(CONNECTOR::matcher)
        .filter(Matcher::find)
        .map(matcher -> Integer.parseInt(matcher.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no connector of " + protocol + " in:\n" + output()));
  }

  /** Tells the process to stop, by SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits until the process ends by itself, and gives its exit code. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("Jetty still runs:\n" + output());
    }
    reader.join();
    return process.exitValue();
  }

  String output() {
    return String.join("\n", output);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException x) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
