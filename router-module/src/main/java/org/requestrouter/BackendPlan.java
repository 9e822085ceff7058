package org.requestrouter;

import java.time.Duration;
import java.util.List;
import org.requestrouter.backend.Backend;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.backend.BackendSettings;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.exchange.Upstream;

/**
 * What a backend is to become once a whole configuration has been found good: until it is applied,
 * nothing that lives has changed.
 *
 * @param backend the backend, a new one or one that lives
 * @param settings what it is told
 * @param keepAlive how long unused connections to its servers stay open
 * @param servers its servers, in their order
 */
record BackendPlan(
    Backend backend, BackendSettings settings, Duration keepAlive, List<Server> servers) {

  /**
   * A server.
   *
   * @param key by what it is known again
   * @param config what it is told
   * @param live the server if it lives, or null for a new one
   * @param upstream the way to it
   */
  record Server(Upstreams.Key key, ServerConfig config, BackendServer live, Upstream upstream) {}
}
