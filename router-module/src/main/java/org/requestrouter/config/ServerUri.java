package org.requestrouter.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Addresses of servers: a scheme, a host and perhaps a port, but nothing else; or {@code unix:} and
 * the path of a socket file.
 */
final class ServerUri {
  private static final Map<String, Integer> DEFAULT_PORTS =
      Map.of("http", 80, "https", 443, "h2c", 80);
  private static final int MAX_PORT = 65_535;
  private static final String UNIX = "unix";

  /** The bytes that Java lets the path of a socket have; systems take one or two more. */
  private static final int MAX_PATH = 106;

  private ServerUri() {}

  /** Returns the address in one normal form, since it is a part of the server's identity. */
  static URI parse(String label, String text) {
    String given = text == null ? "" : text;
    try {
      URI uri = new URI(given);
      if (UNIX.equalsIgnoreCase(uri.getScheme())) {
        return new URI(UNIX, null, socket(label, given, uri), null);
      }
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
      return "must begin with http://, https://, h2c:// or unix:/";
    }
    if (!DEFAULT_PORTS.containsKey(uri.getScheme().toLowerCase(Locale.ROOT))) {
      return "unknown scheme '" + uri.getScheme() + "'; use http, https, h2c or unix";
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

  /** Returns the path of a socket in one normal form. */
  private static String socket(String label, String text, URI uri) {
    String path = uri.getPath();
    if (path == null || !path.startsWith("/") || uri.getRawAuthority() != null) {
      throw refused(label, text, "must be unix: and an absolute path, as unix:/run/app.sock", null);
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw refused(label, text, "a query or a fragment is not allowed", null);
    }
    String normal;
    try {
      normal = Path.of(path).normalize().toString();
    } catch (InvalidPathException x) {
      throw refused(label, text, x.getReason(), x);
    }
    int length = normal.getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_PATH) {
      String reason = "the path has " + length + " bytes, and must not have more than " + MAX_PATH;
      throw refused(label, text, reason, null);
    }
    return normal;
  }

  private static ConfigurationException refused(
      String label, String text, String reason, Throwable cause) {
    return new ConfigurationException(label + ": URI '" + text + "': " + reason, cause);
  }
}
