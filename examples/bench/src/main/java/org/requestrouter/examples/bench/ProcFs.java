package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the operating system knows of a process and of those that it has started, taken together.
 * Memory that they share counts for each of them.
 */
final class ProcFs {
  /** Linux gives times to user space in hundredths of a second. */
  private static final double MICROS_PER_TICK = 10_000;

  private static final int UTIME = 11;
  private static final int STIME = 12;

  private final long pid;

  ProcFs(long pid) {
    this.pid = pid;
  }

  /** The process itself, and then the others. */
  List<Long> pids() {
    List<Long> pids = new ArrayList<>(List.of(pid));
    ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::descendants)
        .map(ProcessHandle::pid)
        .forEach(pids::add);
    return pids;
  }

  /** User and system time of all threads, also of those that have ended. */
  double cpuMicros() throws IOException {
    double ticks = 0;
    for (long each : pids()) {
      String stat = Files.readString(directory(each).resolve("stat"));
      // The second field is a name in parentheses, which may contain blanks.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
    }
    return ticks * MICROS_PER_TICK;
  }

  double residentKib() throws IOException {
    return status("VmRSS:");
  }

  double peakKib() throws IOException {
    return status("VmHWM:");
  }

  double threads() throws IOException {
    return status("Threads:");
  }

  boolean isTraced() throws IOException {
    for (long each : pids()) {
      if (status(each, "TracerPid:") == 0) {
        return false;
      }
    }
    return true;
  }

  /** Lets the peak begin anew; where that is forbidden it is that of the whole life. */
  void resetPeak() {
    try {
      for (long each : pids()) {
        Files.writeString(directory(each).resolve("clear_refs"), "5");
      }
    } catch (IOException x) {
      System.err.println("The peak memory is that of the whole run: " + x);
    }
  }

  private double status(String name) throws IOException {
    double sum = 0;
    for (long each : pids()) {
      sum += status(each, name);
    }
    return sum;
  }

  private static double status(long pid, String name) throws IOException {
    Path file = directory(pid).resolve("status");
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(name)) {
        return Double.parseDouble(line.substring(name.length()).replace("kB", "").trim());
      }
    }
    throw new IOException(name + " is missing in " + file);
  }

  private static Path directory(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }
}
