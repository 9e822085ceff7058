package org.requestrouter.health;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.requestrouter.config.CheckConfig;

/**
 * What is checked, and how.
 *
 * @param uri the server's, with scheme http, https or h2c, and a port
 * @param address where it is, already resolved
 * @param check how it is checked
 * @param tls how the certificate of an https server is verified, for this target alone: it is
 *     started and stopped with the checks; null for what Java trusts, and for other schemes
 */
public record CheckTarget(
    URI uri, InetSocketAddress address, CheckConfig check, SslContextFactory.Client tls) {

  /** Returns where checks connect to, under the name that a certificate must have. */
  InetSocketAddress checkAddress() {
    int port = check.getPort() == 0 ? address.getPort() : check.getPort();
    InetAddress ip = address.getAddress();
    if (!secure()) {
      return new InetSocketAddress(ip, port);
    }
    try {
      String name = uri.getHost().replaceAll("[\\[\\]]", "");
      return new InetSocketAddress(InetAddress.getByAddress(name, ip.getAddress()), port);
    } catch (UnknownHostException x) {
      throw new IllegalArgumentException(x); // The length is that of another address.
    }
  }

  boolean secure() {
    return "https".equals(uri.getScheme());
  }

  boolean http2() {
    return "h2c".equals(uri.getScheme());
  }
}
