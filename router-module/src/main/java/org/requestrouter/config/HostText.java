package org.requestrouter.config;

import java.net.URI;
import java.net.URISyntaxException;

/** What may stand in a Host field. */
final class HostText {
  private static final int MAX_PORT = 65_535;

  private HostText() {}

  /** Returns what is wrong with a host, or null. */
  static String fault(String host) {
    try {
      URI parsed = new URI("http://" + host);
      boolean plain = parsed.getHost() != null && parsed.getRawUserInfo() == null;
      if (host == null || !plain || !host.equals(parsed.getRawAuthority())) {
        return "not a host name, or a host name and a port";
      }
      boolean number = parsed.getPort() != -1 || !host.endsWith(":");
      return number && parsed.getPort() <= MAX_PORT && parsed.getPort() != 0
          ? null
          : "the port must be from 1 to " + MAX_PORT;
    } catch (URISyntaxException e) {
      return e.getReason();
    }
  }
}
