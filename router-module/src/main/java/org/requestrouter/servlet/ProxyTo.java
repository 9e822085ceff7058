package org.requestrouter.servlet;

import jakarta.servlet.ServletConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.requestrouter.RequestRouter;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.Durations;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.exchange.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a servlet does with {@code proxyTo}: it has a router of its own, with one backend of one
 * server, and rewrites requests the way that Jetty's {@code AsyncProxyServlet.Transparent} does,
 * whose defaults these are.
 */
final class ProxyTo {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyTo.class);

  private static final String NAME = "proxyTo";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_CONNECTIONS = 256;
  private static final Pattern FIELD_VALUE = Pattern.compile("[!-~]+");

  private final RequestRouter router;
  private final PathRewriting paths;
  private final String host;
  private final boolean allowed;

  ProxyTo(ServletConfig config, InitParameters parameters, Server server) {
    RoutingConfig routing = new RoutingConfig();
    BackendConfig backend = routing.backend(NAME);
    ProxyTarget target = ProxyTarget.of(parameters, backend);
    String contextPath = config.getServletContext().getContextPath();
    this.paths = paths(parameters, contextPath, target);
    this.host = parameters.flag("preserveHost") ? host(parameters, null) : host(parameters, target);
    this.allowed = isAllowed(parameters, target);
    this.router = new RequestRouter(server, routing);
    router.setName(contextPath + "/" + config.getServletName());
    target.server().setMaxConnections(parameters.number("maxConnections", MAX_CONNECTIONS));
    configure(backend, parameters);
    configure(routing, parameters);
  }

  private static PathRewriting paths(
      InitParameters parameters, String contextPath, ProxyTarget target) {
    String prefix = contextPath + prefix(parameters);
    try {
      return new PathRewriting(prefix, target.path());
    } catch (IllegalArgumentException x) {
      throw parameters.refused(InitParameters.PROXY_TO, x.getMessage());
    }
  }

  private static String prefix(InitParameters parameters) {
    String prefix = parameters.text("prefix");
    if (prefix != null && !prefix.startsWith("/")) {
      throw parameters.refused("prefix", "must begin with '/'");
    }
    return prefix == null ? "" : prefix;
  }

  private static String host(InitParameters parameters, ProxyTarget target) {
    String forced = parameters.text("hostHeader");
    if (forced != null && !FIELD_VALUE.matcher(forced).matches()) {
      throw parameters.refused("hostHeader", "must be a host, perhaps with a port");
    }
    return forced != null || target == null ? forced : target.host();
  }

  private static boolean isAllowed(InitParameters parameters, ProxyTarget target) {
    List<String> included = parameters.list("whiteList");
    List<String> excluded = parameters.list("blackList");
    boolean allowed = target.isAllowed(included, excluded);
    if (!allowed) {
      LOG.warn("whiteList and blackList forbid all requests to {}", target.server().uri());
    }
    return allowed;
  }

  private void configure(BackendConfig backend, InitParameters parameters) {
    backend.setConnectTimeout(text(CONNECT_TIMEOUT));
    backend.setServerTimeout(text(parameters.duration("idleTimeout", IDLE_TIMEOUT)));
    Duration timeout = parameters.duration("timeout", null);
    backend.setQueueTimeout(text(timeout == null ? QUEUE_TIMEOUT : timeout));
    if (timeout != null) {
      backend.setTotalTimeout(text(timeout));
    }
  }

  private static String text(Duration duration) {
    return (duration == null ? Durations.MAX : duration).toMillis() + "ms";
  }

  private static void configure(RoutingConfig routing, InitParameters parameters) {
    routing.setDefaultBackend(NAME);
    String via = parameters.text("viaHost");
    try {
      routing.setVia(via == null ? localHost() : via);
    } catch (ConfigurationException x) {
      throw parameters.refused("viaHost", x.getMessage());
    }
    try {
      routing.setTrustedProxies(parameters.text("trustedProxies"));
    } catch (ConfigurationException x) {
      throw parameters.refused("trustedProxies", x.getMessage());
    }
  }

  private static String localHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException x) {
      return "localhost";
    }
  }

  RequestRouter router() {
    return router;
  }

  /** Returns the request for the server, or null if it is forbidden. */
  Request rewrite(Request request) {
    String path = allowed ? paths.rewrite(request.getHttpURI().getPath()) : null;
    return path == null ? null : new RewrittenRequest(request, path, host);
  }

  /** The status that Jetty's proxy servlet gives: whatever keeps a server from answering is 502. */
  static int status(Failure.Kind kind) {
    return switch (kind) {
      case NO_SERVER, CONNECT, CONNECT_TIMEOUT -> 502;
      case QUEUE_TIMEOUT -> 504;
      default -> kind.status();
    };
  }
}
