package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Counts the system calls of a process by strace, which slows it down, so only for a while. */
final class SystemCalls {
  private static final Set<String> READS = Set.of("read", "readv", "recvfrom", "recvmsg");
  private static final Set<String> WRITES =
      Set.of("write", "writev", "sendto", "sendmsg", "sendfile");
  private static final int ATTACH_SECONDS = 10;
  private static final int COLUMN_OF_CALLS = 3;

  private SystemCalls() {}

  /** Measures the calls a request of a closed loop. */
  static Map<Metric, Double> measure(Running system, Workload workload, Tools tools)
      throws IOException, InterruptedException {
    Path table = tools.options().work().resolve("strace-" + system.system().id() + ".txt");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(tools.strace().orElseThrow().toString(), "-c", "-f", "-o", table.toString()));
    for (long pid : system.procFs().pids()) {
      command.addAll(List.of("-p", Long.toString(pid)));
    }
    Process strace =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Path.of(table + ".log").toFile())
            .start();
    double requests;
    try {
      awaitAttached(system.procFs(), strace);
      requests =
          tools
              .closedLoop(workload.plan(system.port(), tools.options().traceSeconds()))
              .get("requests");
    } finally {
      strace.destroy();
      if (!strace.waitFor(ATTACH_SECONDS, TimeUnit.SECONDS)) {
        strace.destroyForcibly();
      }
    }
    if (requests <= 0) {
      throw new IOException("no request was answered while system calls were counted");
    }
    return figures(calls(Files.readAllLines(table)), requests);
  }

  private static void awaitAttached(ProcFs process, Process strace)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ATTACH_SECONDS);
    while (!process.isTraced()) {
      if (System.nanoTime() > end || strace.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IOException("strace may not, or cannot, look at the process");
      }
    }
  }

  /** Reads strace's table: share, seconds, time a call, calls, perhaps errors, name. */
  static Map<String, Double> calls(List<String> lines) {
    Map<String, Double> calls = new HashMap<>();
    for (String line : lines) {
      String[] columns = line.trim().split("\\s+", -1);
      boolean counted =
          columns.length > COLUMN_OF_CALLS + 1
              && Character.isDigit(columns[0].charAt(0))
              && !columns[columns.length - 1].equals("total");
      if (counted) {
        calls.put(columns[columns.length - 1], Double.valueOf(columns[COLUMN_OF_CALLS]));
      }
    }
    return calls;
  }

  private static Map<Metric, Double> figures(Map<String, Double> calls, double requests) {
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    for (Map.Entry<String, Double> call : calls.entrySet()) {
      Metric metric =
          READS.contains(call.getKey())
              ? Metric.READS
              : WRITES.contains(call.getKey()) ? Metric.WRITES : Metric.OTHER_CALLS;
      figures.merge(metric, call.getValue() / requests, Double::sum);
    }
    return figures;
  }
}
