package org.requestrouter.examples.bench;

import java.io.IOException;
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
  /** Makes a closed loop of requests. */
  Map<String, Double> closedLoop(Plan plan) throws IOException, InterruptedException {
    return wrk.isPresent() ? wrk.get().run(plan) : generator.run(plan);
  }
}
