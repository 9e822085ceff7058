package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The public tests of HTTP caches: a server, and a client that goes to it through a cache. */
final class CacheSuite implements AutoCloseable {
  private static final Path SCRIPT =
      Path.of("src", "test", "resources", "conformance", "suite.mjs").toAbsolutePath();

  /**
   * What a test has found.
   *
   * @param group the heading of the test in the suite
   * @param kind {@code required}, {@code optimal}, or {@code check} for mere curiosity
   * @param outcome {@code pass}, or the kind of error
   * @param message what was not as expected
   */
  record Result(String group, String id, String kind, String outcome, String message) {
    private static Result parse(String line) {
      String[] cells = line.split("\t", -1);
      return new Result(cells[0], cells[1], cells[2], cells[3], cells[4]);
    }

    /** In one word; what a test could not get ready for says nothing about what it is for. */
    String verdict() {
      boolean check = kind.equals("check");
      return switch (outcome) {
        case "pass" -> check ? "yes" : "pass";
        case "Assertion" -> check ? "no" : "fail";
        default -> "setup";
      };
    }

    @Override
    public String toString() {
      return id + ": " + verdict() + (message.isEmpty() ? "" : " (" + message + ")");
    }
  }

  private final Path directory;
  private final Process origin;
  private final int port;

  private CacheSuite(Path directory) throws IOException {
    this.directory = directory;
    origin = start(List.of("origin"));
    String line = origin.inputReader().readLine();
    assertNotNull(line, "the server of the suite does not start");
    port = Integer.parseInt(line);
  }

  /** Starts the suite's server. Skips the test where it is not to be had. */
  static CacheSuite start() throws Exception {
    return new CacheSuite(CacheSuitePackage.require());
  }

  /** Where the suite's server listens. */
  int port() {
    return port;
  }

  /**
   * Runs tests through a cache.
   *
   * @param cachePort where the cache listens
   * @param ids of the tests to run; all if there are none
   */
  List<Result> run(int cachePort, Collection<String> ids) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "http://127.0.0.1:" + cachePort));
    arguments.addAll(ids);
    Process client = start(arguments);
    try (BufferedReader lines = client.inputReader()) {
      List<Result> results = lines.lines().map(Result::parse).toList();
      assertTrue(client.waitFor(10, TimeUnit.SECONDS));
      assertEquals(0, client.exitValue(), "the client of the suite failed");
      return results;
    } finally {
      client.destroyForcibly();
    }
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("nodejs", SCRIPT.toString(), directory.toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  @Override
  public void close() {
    origin.destroyForcibly();
  }
}
