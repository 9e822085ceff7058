package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.requestrouter.examples.bench.client.Plan;

/** The program wrk, which makes a closed loop of requests at less cost than a Java program. */
final class Wrk {
  private static final int GRACE_SECONDS = 60;

  private final Path program;
  private final Path script;

  Wrk(Path program, Options options) throws IOException {
    this.program = program;
    this.script = options.work().resolve("wrk").resolve("wrk.lua");
    Templates.write("wrk.lua", script, Map.of());
  }

  Map<String, Double> run(Plan plan) throws IOException, InterruptedException {
    // wrk knows whole seconds only.
    long seconds = Math.max(1, Math.round(plan.seconds()));
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                program.toString(),
                "--threads=1",
                "--connections=" + plan.connections(),
                "--duration=" + seconds + "s",
                "--timeout=30s",
                "--script=" + script,
                "http://127.0.0.1:" + plan.port() + plan.path()));
    builder.environment().put("BENCH_BODY", Integer.toString(plan.body()));
    builder.environment().put("BENCH_CLOSE", Boolean.toString(plan.close()));
    builder.environment().put("BENCH_NUMBERED", Boolean.toString(plan.isNumbered()));
    Path log = script.resolveSibling("output.log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("wrk does not end");
      }
    } finally {
      process.destroyForcibly();
    }
    String output = Files.readString(log, StandardCharsets.UTF_8);
    return output
        .lines()
        .filter(line -> line.startsWith("result"))
        .map(Generator::figures)
        .findFirst()
        .orElseThrow(() -> new IOException("wrk says: " + output));
  }
}
