package org.requestrouter;

import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.component.LifeCycle;
import org.requestrouter.config.CrossOriginConfig;

/**
 * A cross-origin policy as a routing table has it, shared by rules.
 *
 * @param protocol what speaks the protocol, and lets everything pass but preflights
 * @param deliversAll whether servers get requests from origins that are not allowed
 * @param deliversWebSockets whether they get handshakes of WebSockets from there
 */
record CrossOriginPolicy(
    CrossOriginHandler protocol, boolean deliversAll, boolean deliversWebSockets) {

  static CrossOriginPolicy of(CrossOriginConfig config) {
    CrossOriginHandler protocol = new CrossOriginHandler();
    protocol.setAllowedOriginPatterns(Set.copyOf(config.allowedOriginPatterns()));
    protocol.setAllowedTimingOriginPatterns(Set.copyOf(config.allowedTimingOriginPatterns()));
    protocol.setAllowCredentials(config.isAllowCredentials());
    protocol.setAllowedMethods(Set.copyOf(config.allowedMethods()));
    protocol.setAllowedHeaders(Set.copyOf(config.allowedHeaders()));
    protocol.setExposedHeaders(Set.copyOf(config.exposedHeaders()));
    protocol.setPreflightMaxAge(config.getPreflightMaxAge());
    // What is refused is refused by the edge, as all else that the router refuses.
    protocol.setDeliverNonAllowedOriginRequests(true);
    protocol.setDeliverNonAllowedOriginWebSocketUpgradeRequests(true);
    return new CrossOriginPolicy(
        protocol,
        config.isDeliverNonAllowedOriginRequests(),
        config.isDeliverNonAllowedOriginWebSocketUpgradeRequests());
  }

  /** Whether a request from an origin that is not allowed goes on to a server. */
  boolean delivers(Request request) {
    boolean webSocket = request.getHeaders().contains(HttpHeader.SEC_WEBSOCKET_VERSION);
    return deliversAll && (deliversWebSockets || !webSocket);
  }

  /** Makes the policy ready for requests, and shows it. */
  void start(Server server, ContainerLifeCycle shown) {
    protocol.setServer(server);
    LifeCycle.start(protocol);
    shown.addBean(protocol, true);
  }

  /** Ends it. Requests that have just matched are still answered by it. */
  void stop(ContainerLifeCycle shown) {
    shown.removeBean(protocol);
  }
}
