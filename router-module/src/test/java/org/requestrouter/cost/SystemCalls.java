package org.requestrouter.cost;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The system calls of the threads of a server's pool while something happens, as strace counts
 * them. Other threads, which compile, collect and tick when they please, are left out.
 */
final class SystemCalls {
  private static final Set<String> READS = Set.of("read", "readv", "recvfrom", "recvmsg");
  private static final Set<String> WRITES = Set.of("write", "writev", "sendto", "sendmsg");
  private static final Set<String> WAITS = Set.of("epoll_wait", "epoll_pwait", "epoll_pwait2");
  private static final int COLUMN_OF_CALLS = 3;
  private static final long STOP_SECONDS = 20;

  private final Map<String, Long> calls = new HashMap<>();

  private SystemCalls() {}

  /** What is counted. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /** Counts the calls of the process during the action; the directory is for strace's output. */
  static SystemCalls of(long pid, Path directory, Action action)
      throws IOException, InterruptedException {
    Path table = directory.resolve("calls.txt");
    List<Path> threads = poolThreads(pid);
    Path log = directory.resolve("strace.log");
    Process strace = attach(threads, table, log);
    try {
      awaitTraced(threads, strace, log);
      action.run();
    } finally {
      strace.destroy();
      if (!strace.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        strace.destroyForcibly();
      }
    }
    SystemCalls counted = new SystemCalls();
    Files.readAllLines(table).forEach(counted::add);
    return counted;
  }

  private static List<Path> poolThreads(long pid) throws IOException {
    List<Path> threads = new ArrayList<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks.toList()) {
        String name = Files.readString(task.resolve("comm"));
        if (name.startsWith("qtp")) {
          threads.add(task);
        }
      }
    }
    return threads;
  }

  private static Process attach(List<Path> threads, Path table, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program().orElseThrow().toString(), "-c", "-o", table.toString()));
    for (Path thread : threads) {
      command.addAll(List.of("-p", thread.getFileName().toString()));
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static void awaitTraced(List<Path> threads, Process strace, Path log) throws IOException {
    await()
        .atMost(Duration.ofSeconds(STOP_SECONDS))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !strace.isAlive() || threads.stream().allMatch(SystemCalls::isTraced));
    if (!strace.isAlive()) {
      skip("strace may not look at the router: " + Files.readString(log));
    }
  }

  private static boolean isTraced(Path thread) {
    try {
      return Files.readAllLines(thread.resolve("status")).stream()
          .anyMatch(line -> line.startsWith("TracerPid:") && !line.endsWith("\t0"));
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  /** Skips the test where strace is not installed; where tests must not be skipped, it fails. */
  static void require() {
    if (program().isEmpty()) {
      skip("strace is not installed; install the package strace to run this test");
    }
  }

  private static void skip(String message) {
    if ("true".equals(System.getenv("CI"))) {
      fail(message);
    }
    assumeTrue(false, message);
  }

  private static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, "strace"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A line has share, seconds, time a call, calls, perhaps errors, and name. */
  private void add(String line) {
    String[] columns = line.trim().split("\\s+", -1);
    String name = columns[columns.length - 1];
    if (columns.length > COLUMN_OF_CALLS + 1
        && Character.isDigit(columns[0].charAt(0))
        && !name.equals("total")) {
      calls.put(name, Long.valueOf(columns[COLUMN_OF_CALLS]));
    }
  }

  long reads() {
    return sum(READS);
  }

  long writes() {
    return sum(WRITES);
  }

  /** How often a selector has been asked for events. */
  long waits() {
    return sum(WAITS);
  }

  /** All but the above. */
  long others() {
    return sum(calls.keySet()) - reads() - writes() - waits();
  }

  private long sum(Set<String> names) {
    return calls.entrySet().stream()
        .filter(call -> names.contains(call.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Override
  public String toString() {
    return calls.toString();
  }
}
