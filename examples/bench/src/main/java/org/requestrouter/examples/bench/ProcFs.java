package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system knows of a process. */
final class ProcFs {
  /** Linux gives times to user space in hundredths of a second. */
  private static final double MICROS_PER_TICK = 10_000;

  private static final int UTIME = 11;
  private static final int STIME = 12;

  private final Path directory;

  ProcFs(long pid) {
    this.directory = Path.of("/proc", Long.toString(pid));
  }

  /** User and system time of all threads, also of those that have ended. */
  double cpuMicros() throws IOException {
    String stat = Files.readString(directory.resolve("stat"));
    // The second field is a name in parentheses, which may contain blanks.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MICROS_PER_TICK;
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
    return status("TracerPid:") != 0;
  }

  /** Lets the peak begin anew; where that is forbidden it is that of the whole life. */
  void resetPeak() {
    try {
      Files.writeString(directory.resolve("clear_refs"), "5");
    } catch (IOException x) {
      System.err.println("The peak memory is that of the whole run: " + x);
    }
  }

  private double status(String name) throws IOException {
    for (String line : Files.readAllLines(directory.resolve("status"))) {
      if (line.startsWith(name)) {
        return Double.parseDouble(line.substring(name.length()).replace("kB", "").trim());
      }
    }
    throw new IOException(name + " is missing in " + directory);
  }
}
