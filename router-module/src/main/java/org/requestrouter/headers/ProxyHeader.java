package org.requestrouter.headers;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.requestrouter.config.SendProxy;

/**
 * What a connection to a server begins with in the PROXY protocol. Two of them are equal if they
 * tell the same.
 */
public final class ProxyHeader {
  private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
  private static final byte LOCAL = 0x20;
  private static final byte PROXY = 0x21;
  private static final byte UNSPECIFIED = 0x00;
  private static final byte TCP4 = 0x11;
  private static final byte TCP6 = 0x21;
  private static final int IPV6_LENGTH = 16;

  private final ByteBuffer bytes;

  private ProxyHeader(ByteBuffer bytes) {
    this.bytes = bytes.asReadOnlyBuffer();
  }

  /**
   * Returns the header that tells who the client is, and which address of ours it asked; or that
   * neither is known.
   *
   * @param version v1 or v2
   * @param client the client's connection, as whatever is in front of the router tells it
   */
  public static ProxyHeader of(SendProxy version, ConnectionMetaData client) {
    return of(version, client.getRemoteSocketAddress(), client.getLocalSocketAddress());
  }

  static ProxyHeader of(SendProxy version, SocketAddress from, SocketAddress to) {
    if (!isKnown(from) || !isKnown(to)) {
      return version == SendProxy.V1 ? line("UNKNOWN") : binary(PROXY, UNSPECIFIED);
    }
    InetSocketAddress source = (InetSocketAddress) from;
    InetSocketAddress destination = (InetSocketAddress) to;
    boolean four = isFour(source) && isFour(destination);
    if (version == SendProxy.V2) {
      return binary(PROXY, four ? TCP4 : TCP6, source, destination);
    }
    return line(
        (four ? "TCP4 " : "TCP6 ")
            + String.join(" ", text(source, four), text(destination, four))
            + " "
            + source.getPort()
            + " "
            + destination.getPort());
  }

  /** Returns the header of a connection that serves no client. */
  public static ProxyHeader ofOwn(SendProxy version) {
    return version == SendProxy.V1 ? line("UNKNOWN") : binary(LOCAL, UNSPECIFIED);
  }

  private static boolean isKnown(SocketAddress address) {
    return address instanceof InetSocketAddress internet && !internet.isUnresolved();
  }

  private static boolean isFour(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address;
  }

  private static ProxyHeader line(String text) {
    return new ProxyHeader(
        ByteBuffer.wrap(("PROXY " + text + "\r\n").getBytes(StandardCharsets.US_ASCII)));
  }

  /** Beside an IPv6 address, an IPv4 one is written as such. */
  private static String text(InetSocketAddress address, boolean four) {
    String text = address.getAddress().getHostAddress();
    int zone = text.indexOf('%');
    String plain = zone < 0 ? text : text.substring(0, zone);
    return four || !isFour(address) ? plain : "::ffff:" + plain;
  }

  private static ProxyHeader binary(
      byte command, byte family, InetSocketAddress... fromSourceToDestination) {
    int length = 0;
    for (InetSocketAddress address : fromSourceToDestination) {
      length += bytes(family, address.getAddress()).length + Short.BYTES;
    }
    ByteBuffer header = ByteBuffer.allocate(SIGNATURE.length + 2 + Short.BYTES + length);
    header.put(SIGNATURE).put(command).put(family).putShort((short) length);
    for (InetSocketAddress address : fromSourceToDestination) {
      header.put(bytes(family, address.getAddress()));
    }
    for (InetSocketAddress address : fromSourceToDestination) {
      header.putShort((short) address.getPort());
    }
    return new ProxyHeader(header.flip());
  }

  private static byte[] bytes(byte family, InetAddress address) {
    byte[] own = address.getAddress();
    if (family != TCP6 || own.length == IPV6_LENGTH) {
      return own;
    }
    return ByteBuffer.allocate(IPV6_LENGTH)
        .position(IPV6_LENGTH - own.length - 2)
        .putShort((short) 0xffff)
        .put(own)
        .array();
  }

  /** The bytes, in a buffer of the caller's own. */
  public ByteBuffer buffer() {
    return bytes.duplicate();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProxyHeader that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }
}
