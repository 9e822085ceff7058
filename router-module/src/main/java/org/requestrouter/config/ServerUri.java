package org.requestrouter.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;

/** Addresses of servers: a scheme, a host and perhaps a port, but nothing else. */
final class ServerUri {
  private static final Map<String, Integer> DEFAULT_PORTS =
      Map.of("http", 80, "https", 443, "h2c", 80);
  private static final int MAX_PORT = 65_535;

  private ServerUri() {}

  /** Returns the address in one normal form, since it is a part of the server's identity. */
  static URI parse(String label, String text) {
    String given = text == null ? "" : text;
    try {
      URI uri = new URI(given);
      String fault = fault(uri, given);
      if (fault != null) {
        throw refused(label, given, fault, null);
      }
      String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      String host = uri.getHost().toLowerCase(Locale.ROOT);
      int port = uri.getPort() == -1 ? DEFAULT_PORTS.get(scheme) : uri.getPort();
      return new URI(scheme, null, host, port, null, null, null);
    } catch (URISyntaxException e) {
      throw refused(label, given, e.getReason(), e);
    }
  }

  private static String fault(URI uri, String text) {
    if (text.isEmpty()) {
      return "a URI such as http://127.0.0.1:8081 is required";
    }
    if (uri.getScheme() == null || uri.isOpaque() || text.indexOf("://") < 0) {
      return "must begin with http://, https:// or h2c://";
    }
    if (!DEFAULT_PORTS.containsKey(uri.getScheme().toLowerCase(Locale.ROOT))) {
      return "unknown scheme '" + uri.getScheme() + "'; use http, https or h2c";
    }
    if (uri.getRawUserInfo() != null) {
      return "user information is not allowed";
    }
    if (uri.getHost() == null) {
      return "the host is missing or not a valid host name, or the port is not a number";
    }
    if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
      return "the port must be from 1 to " + MAX_PORT;
    }
    return surplus(uri);
  }

  private static String surplus(URI uri) {
    if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
      return "a path is not allowed";
    }
    if (uri.getRawQuery() != null) {
      return "a query is not allowed";
    }
    return uri.getRawFragment() == null ? null : "a fragment is not allowed";
  }

  private static ConfigurationException refused(
      String label, String text, String reason, Throwable cause) {
    return new ConfigurationException(label + ": URI '" + text + "': " + reason, cause);
  }
}
