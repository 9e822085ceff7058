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

  /** Adds the server to the backend. */
  static ProxyTarget of(InitParameters parameters, BackendConfig backend) {
    try {
      URI uri = new URI(parameters.text(InitParameters.PROXY_TO));
      if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
        throw parameters.refused(InitParameters.PROXY_TO, "a query or a fragment is not allowed");
      }
      String path = uri.getRawPath();
      String root = path == null ? "" : uri.getScheme() + "://" + uri.getRawAuthority();
      return new ProxyTarget(server(parameters, backend, root), path);
    } catch (URISyntaxException x) {
      throw parameters.refused(InitParameters.PROXY_TO, x.getReason());
    }
  }

  private static ServerConfig server(
      InitParameters parameters, BackendConfig backend, String root) {
    try {
      return backend.server("server", root);
    } catch (ConfigurationException x) {
      throw parameters.refused(InitParameters.PROXY_TO, x.getMessage());
    }
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
