package org.requestrouter;

import java.util.List;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.backend.Backend;
import org.requestrouter.backend.BackendServer;

/**
 * What the configuration names no more, and which ends together: a server, or a backend with all of
 * its servers.
 */
final class Retired {
  private final String name;
  private final Backend backend;
  private final List<BackendServer> servers;
  private final long begin = NanoTime.now();
  private boolean quiet;

  /**
   * Creates it for what is removed now.
   *
   * @param name of the backend
   * @param backend the backend if it is removed, too, or null
   */
  Retired(String name, Backend backend, List<BackendServer> servers) {
    this.name = name;
    this.backend = backend;
    this.servers = List.copyOf(servers);
  }

  String name() {
    return name;
  }

  Backend backend() {
    return backend;
  }

  List<BackendServer> servers() {
    return servers;
  }

  /** Whether it has a server of that name, in a backend of that name. */
  boolean has(String backendName, String serverName) {
    return name.equals(backendName)
        && servers.stream().anyMatch(server -> server.name().equals(serverName));
  }

  /**
   * Whether it has nothing to do, and had nothing when it was looked at before. Once is not enough:
   * a request may be on its way from a server to the next, or from the old routing table.
   */
  boolean isDone() {
    boolean before = quiet;
    quiet =
        (backend == null || backend.queued() == 0)
            && servers.stream().allMatch(server -> server.inFlight() == 0);
    return before && quiet;
  }

  /** Closes connections that have come back meanwhile, and tunnels whose time is over. */
  void closeIdle() {
    servers.forEach(server -> server.upstream().closeIdle());
    servers.forEach(server -> server.upstream().tunnels().retired(NanoTime.since(begin)));
  }
}
