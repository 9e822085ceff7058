package org.requestrouter.cost;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@link RouterMain}, and what it answers; its log is in the build directory. */
final class RouterProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 20;

  private final Process process;
  private final OutputStream questions;
  private final BufferedReader answers;

  /**
   * Starts the router, with the simplest collector, and with compilation that is waited for: then
   * the same number of requests leads to the same code, however busy the machine is.
   */
  RouterProcess(Door door, int backEndPort, boolean tracking) throws IOException {
    this(door, Integer.toString(backEndPort), tracking);
  }

  /** Starts the router with a rules file. */
  RouterProcess(Door door, Path rules) throws IOException {
    this(door, rules.toString(), false);
  }

  private RouterProcess(Door door, String backEnd, boolean tracking) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-Xbatch",
                    "-cp",
                    System.getProperty("java.class.path"),
                    RouterMain.class.getName(),
                    door.name(),
                    backEnd,
                    Boolean.toString(tracking)))
            .redirectError(new File("target", "cost-" + door + ".log"))
            .start();
    questions = process.getOutputStream();
    answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  int port() throws IOException {
    return (int) read(Gauge.PORT);
  }

  long read(Gauge gauge) throws IOException {
    questions.write((gauge + "\n").getBytes(StandardCharsets.US_ASCII));
    questions.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the router's process has ended; see its log");
    }
    return Long.parseLong(answer);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    questions.close();
    try {
      if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
