package org.requestrouter;

import java.time.Duration;
import java.util.List;
import org.requestrouter.backend.Backend;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.backend.BackendSettings;
import org.requestrouter.config.ServerConfig;

/**
 * What a backend is to become once a whole configuration has been found good: until it is applied,
 * nothing that lives has changed.
 *
 * @param backend the backend, a new one or one that lives
 * @param settings what it is told
 * @param keepAlive how long unused connections to its servers stay open
 * @param servers its servers, new ones or such that live, with what they are told, in their order
 */
record BackendPlan(
    Backend backend, BackendSettings settings, Duration keepAlive, List<Server> servers) {

  /** A server, by what it is known again, with what it is told. */
  record Server(Upstreams.Key key, BackendServer live, ServerConfig config) {}

  void apply() {
    servers.forEach(server -> server.live().configure(server.config(), keepAlive));
    backend.configure(settings, servers.stream().map(Server::live).toList());
  }
}
