package org.requestrouter.headers;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** How a client's address reads in a field. */
final class ClientAddress {

  private ClientAddress() {}

  /** Returns the address without its port, an IPv6 one without brackets; RFC 7239, 6.2, if none. */
  static String text(SocketAddress address) {
    if (!(address instanceof InetSocketAddress internet)) {
      return address == null ? "unknown" : address.toString();
    }
    return internet.getAddress() == null
        ? internet.getHostString()
        : internet.getAddress().getHostAddress();
  }

  /** Returns the address itself, or null if the client has none. */
  static InetAddress of(SocketAddress address) {
    return address instanceof InetSocketAddress internet ? internet.getAddress() : null;
  }

  /** Returns the four bytes of an IPv4 address, or null for any other. */
  static byte[] ipv4(SocketAddress address) {
    return address instanceof InetSocketAddress internet
            && internet.getAddress() instanceof Inet4Address four
        ? four.getAddress()
        : null;
  }
}
