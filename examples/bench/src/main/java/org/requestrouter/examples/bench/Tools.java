package org.requestrouter.examples.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.requestrouter.examples.bench.client.Plan;

/**
 * What workloads measure with.
 *
 * @param options of the run
 * @param generator our own load generator
 * @param wrk that makes closed loops, if it is installed
 * @param strace that counts system calls, if it is installed
 * @param backEnd behind all systems
 */
record Tools(
    Options options,
    Generator generator,
    Optional<Wrk> wrk,
    Optional<Path> strace,
    Running backEnd) {
  /** Makes a closed loop of requests, or of messages, which wrk does not know. */
  Map<String, Double> closedLoop(Plan plan) throws IOException, InterruptedException {
    if (plan.kind().equals(Plan.WEB_SOCKET)) {
      generator.begin(plan);
      generator.awaitReady();
      return generator.result(plan.seconds());
    }
    return wrk.isPresent() ? wrk.get().run(plan) : generator.run(plan);
  }

  /** Tells the back end something by the path, and gives its answer. */
  String control(String path) throws IOException {
    URL url = new URL("http", "127.0.0.1", backEnd.port(), path);
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
