package org.requestrouter.health;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.requestrouter.rule.HAProxyProcess;

/** A real HAProxy that checks servers, and says over its socket what it takes them for. */
final class CheckingHaproxy implements AutoCloseable {
  private static final int STATUS_COLUMN = 17;
  private static final int CHECK_STATUS_COLUMN = 36;

  private final HAProxyProcess process;
  private final Path directory;

  private CheckingHaproxy(HAProxyProcess process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** Starts HAProxy with sections that follow those that it always has. */
  static CheckingHaproxy start(Path directory, List<String> sections) throws IOException {
    Path stats = directory.resolve("stats.sock");
    String always =
        """
        global
          nbthread 1
          maxconn 100
          stats socket unix@%s level admin
          stats timeout 60s
        defaults
          mode http
          timeout client 60s
          timeout server 60s
          timeout connect 60s
          timeout check 60s
        """
            .formatted(stats);
    List<String> lines = Stream.concat(always.lines(), sections.stream()).toList();
    return new CheckingHaproxy(HAProxyProcess.start(directory, stats, lines), directory);
  }

  UnixDomainSocketAddress socket(String name) {
    return UnixDomainSocketAddress.of(directory.resolve(name));
  }

  /** Returns what the server s of a backend is: UP, DOWN, or in between. */
  String status(String backend) throws IOException {
    return column(backend, STATUS_COLUMN);
  }

  /** Returns what has come of the last check of the server s of a backend. */
  String checkStatus(String backend) throws IOException {
    return column(backend, CHECK_STATUS_COLUMN);
  }

  private String column(String backend, int index) throws IOException {
    return HAProxyProcess.exchangeAll(socket("stats.sock"), "show stat\n")
        .lines()
        .map(line -> line.split(",", -1))
        .filter(columns -> columns.length > index)
        .filter(columns -> columns[0].equals(backend) && columns[1].equals("s"))
        .map(columns -> columns[index])
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    process.close();
  }
}
