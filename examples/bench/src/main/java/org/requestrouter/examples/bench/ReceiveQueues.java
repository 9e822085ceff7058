package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the operating system has received for a port, and the process has not taken. */
final class ReceiveQueues {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final int LOCAL = 1;
  private static final int QUEUES = 4;
  private static final String NONE = ":00000000";

  private ReceiveQueues() {}

  /** Whether all connections have been accepted, and all bytes of them read. */
  static boolean isEmpty(int port) throws IOException {
    for (Path table : TABLES) {
      if (Files.exists(table) && !isEmpty(table, port)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEmpty(Path table, int port) throws IOException {
    try (Stream<String> lines = Files.lines(table)) {
      return lines.allMatch(line -> isEmpty(line, port));
    }
  }

  /** Looks at a line: number, local and remote address, state, both queues in hexadecimal. */
  static boolean isEmpty(String line, int port) {
    String[] columns = line.trim().split("\\s+", QUEUES + 2);
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    return !columns[LOCAL].endsWith(suffix) || columns[QUEUES].endsWith(NONE);
  }
}
