package org.requestrouter;

import java.util.List;
import org.requestrouter.backend.Backend;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.backend.BackendSettings;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.health.CheckTarget;

/**
 * What a backend is to become once a whole configuration has been found good: until it is applied,
 * nothing that lives has changed.
 *
 * @param backend the backend, a new one or one that lives
 * @param config its declaration
 * @param settings what it is told by it
 * @param servers its servers, new ones or such that live, with what they are told, in their order
 */
record BackendPlan(
    Backend backend, BackendConfig config, BackendSettings settings, List<Server> servers) {

  /** A server, by what it is known again, with what it is told, and how it is checked, or null. */
  record Server(Upstreams.Key key, BackendServer live, ServerConfig config, CheckTarget check) {}

  void apply() {
    servers.forEach(server -> server.live().configure(config, server.config()));
    backend.configure(settings, servers.stream().map(Server::live).toList());
  }
}
