package org.requestrouter;

import java.util.List;
import org.requestrouter.backend.Backend;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.backend.BackendSettings;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.exchange.Upstream;
import org.requestrouter.health.CheckTarget;

/**
 * What a backend is to become once a whole configuration has been found good: until it is applied,
 * nothing that lives has changed.
 *
 * @param backend the backend, a new one or one that lives
 * @param config its declaration
 * @param settings what it is told by it
 * @param servers its servers, in their order
 */
record BackendPlan(
    Backend backend, BackendConfig config, BackendSettings settings, List<Server> servers) {

  /**
   * A server.
   *
   * @param key by what it is known again
   * @param config what it is told
   * @param live the server if it lives, or null for a new one
   * @param upstream the way to it
   * @param check how it is checked, or null
   */
  record Server(
      Upstreams.Key key,
      ServerConfig config,
      BackendServer live,
      Upstream upstream,
      CheckTarget check) {}
}
