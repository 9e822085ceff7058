package org.requestrouter.health;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.requestrouter.config.CheckConfig;

/**
 * What is checked, and how.
 *
 * @param uri the server's, with scheme http, https or h2c, and a port, or scheme unix
 * @param address where it is, already resolved
 * @param check how it is checked
 * @param tls how the certificate of an https server is verified, for this target alone: it is
 *     started and stopped with the checks; null for what Java trusts, and for other schemes
 * @param opening what each connection begins with, before all that belongs to the scheme
 */
public record CheckTarget(
    URI uri,
    SocketAddress address,
    CheckConfig check,
    SslContextFactory.Client tls,
    ByteBuffer opening) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Creates a target whose connections begin with what belongs to the scheme. */
  CheckTarget(URI uri, SocketAddress address, CheckConfig check, SslContextFactory.Client tls) {
    this(uri, address, check, tls, BufferUtil.EMPTY_BUFFER);
  }

  /** Returns where checks connect to, under the name that a certificate must have. */
  SocketAddress checkAddress() {
    return address instanceof InetSocketAddress internet ? checkAddress(internet) : address;
  }

  private InetSocketAddress checkAddress(InetSocketAddress internet) {
    int port = check.getPort() == 0 ? internet.getPort() : check.getPort();
    InetAddress ip = internet.getAddress();
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

  /** Returns the host and port that name the server, as a client knows it. */
  Origin.Address name() {
    return checkAddress() instanceof InetSocketAddress internet
        ? new Origin.Address(uri.getHost(), internet.getPort())
        : new Origin.Address("localhost", HTTP_PORT);
  }

  /** Returns what the Host field says unless something else is wanted. */
  String authority() {
    if (uri.getHost() == null) {
      return "localhost";
    }
    int usual = secure() ? HTTPS_PORT : HTTP_PORT;
    return uri.getPort() == usual ? uri.getHost() : uri.getRawAuthority();
  }

  boolean secure() {
    return "https".equals(uri.getScheme());
  }

  boolean http2() {
    return "h2c".equals(uri.getScheme());
  }
}
