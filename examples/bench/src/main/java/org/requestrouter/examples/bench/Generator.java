package org.requestrouter.examples.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.requestrouter.examples.bench.client.LoadGenerator;
import org.requestrouter.examples.bench.client.Plan;

/** The process of the {@link LoadGenerator}, which stays the same during a run, and so is warm. */
final class Generator implements AutoCloseable {
  private static final long GRACE_SECONDS = 60;
  private static final String END = "failed the load generator has ended";

  private final Process process;
  private final BufferedWriter commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  Generator(Options options) throws IOException {
    Path directory = Files.createDirectories(options.work().resolve("generator"));
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseParallelGC",
                    "-Xmx256m",
                    "-cp",
                    options.classPath(),
                    LoadGenerator.class.getName()))
            .redirectError(directory.resolve("error.log").toFile())
            .start();
    commands = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::readAnswers, "load-generator");
    reader.setDaemon(true);
    reader.start();
  }

  private void readAnswers() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(answers::add);
    } catch (IOException x) {
      answers.add("failed " + x);
    }
    answers.add(END);
  }

  /** Makes a load, and gives its figures. */
  Map<String, Double> run(Plan plan) throws IOException, InterruptedException {
    begin(plan);
    return result(plan.seconds());
  }

  void begin(Plan plan) throws IOException {
    commands.write(plan.line());
    commands.newLine();
    commands.flush();
  }

  /** Waits until all connections of a hold or stream are open. */
  void awaitReady() throws IOException, InterruptedException {
    String line = next(GRACE_SECONDS);
    if (!line.equals("ready")) {
      throw new IOException(line);
    }
  }

  /** Waits for the figures of the load that has been begun, for at least so many seconds. */
  Map<String, Double> result(double seconds) throws IOException, InterruptedException {
    return result(next((long) seconds + GRACE_SECONDS));
  }

  private static Map<String, Double> result(String line) throws IOException {
    if (!line.startsWith("result")) {
      throw new IOException(line);
    }
    return figures(line);
  }

  /** The figures of the load that has been begun, if they are there within so many seconds. */
  Optional<Map<String, Double>> poll(double seconds) throws IOException, InterruptedException {
    String line = answers.poll((long) (seconds * 1e3), TimeUnit.MILLISECONDS);
    return line == null ? Optional.empty() : Optional.of(result(line));
  }

  private String next(long seconds) throws IOException, InterruptedException {
    String line = answers.poll(seconds, TimeUnit.SECONDS);
    if (line == null) {
      close();
      throw new IOException("the load generator is silent");
    }
    return line;
  }

  /** Reads words of the form name=value. */
  static Map<String, Double> figures(String line) {
    Map<String, Double> figures = new HashMap<>();
    for (String word : line.trim().split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        figures.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
      }
    }
    return figures;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
