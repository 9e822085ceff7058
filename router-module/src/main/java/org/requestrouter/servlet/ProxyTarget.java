package org.requestrouter.servlet;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.ServerConfig;

/**
 * The value of {@code proxyTo}, taken apart: the router's servers have no path.
 *
 * @param server what the backend has been given
 * @param path the path, encoded, perhaps empty
 */
record ProxyTarget(ServerConfig server, String path) {
  private static final String SERVER = "server";

  /** Adds the server to the backend. */
  static ProxyTarget of(InitParameters parameters, BackendConfig backend) {
    String text = parameters.text(InitParameters.PROXY_TO);
    try {
      URI uri = new URI(text);
      if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
        throw refused(parameters, "a query or a fragment is not allowed");
      }
      boolean complete = uri.getScheme() != null && uri.getRawAuthority() != null;
      String root = complete ? uri.getScheme() + "://" + uri.getRawAuthority() : text;
      ServerConfig server = server(parameters, backend, root);
      if (server.isUnix()) {
        throw refused(parameters, "a unix-domain socket leaves no room for a path; use rules");
      }
      return new ProxyTarget(server, uri.getRawPath());
    } catch (URISyntaxException x) {
      throw refused(parameters, x.getReason() + "; must be as http://127.0.0.1:8081/path");
    }
  }

  private static ServerConfig server(
      InitParameters parameters, BackendConfig backend, String root) {
    try {
      return backend.server(SERVER, root);
    } catch (ConfigurationException x) {
      // Names of what the servlet has made up would tell the reader nothing.
      String madeUp = "backend '" + backend.name() + "', server '" + SERVER + "': ";
      throw refused(parameters, x.getMessage().replace(madeUp, ""));
    }
  }

  private static ConfigurationException refused(InitParameters parameters, String reason) {
    return parameters.refused(InitParameters.PROXY_TO, reason);
  }

  /** The Host field for the server, without the port that its scheme implies. */
  String host() {
    URI uri = server.uri();
    int implied = "https".equals(uri.getScheme()) ? 443 : 80;
    return uri.getPort() == implied ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  /** Whether the lists let requests go to the server: not excluded, and included if any is. */
  boolean isAllowed(List<String> included, List<String> excluded) {
    return (included.isEmpty() || contains(included)) && !contains(excluded);
  }

  private boolean contains(List<String> hosts) {
    String own = server.uri().getHost() + ":" + server.uri().getPort();
    return hosts.stream().anyMatch(host -> host.toLowerCase(Locale.ROOT).equals(own));
  }
}
