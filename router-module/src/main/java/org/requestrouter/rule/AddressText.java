package org.requestrouter.rule;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Addresses as proxies write them into fields. */
public final class AddressText {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  private AddressText() {}

  /**
   * Reads an address; names are not looked up.
   *
   * @param text an IPv4 or IPv6 address, the latter perhaps in brackets, perhaps with a port
   * @return null if the text is none
   */
  public static InetAddress parse(String text) {
    int end = Addresses.v4End(text, 0, text.length());
    if (end > 0) {
      return end == text.length() || text.charAt(end) == ':'
          ? address(
              ByteBuffer.allocate(IPV4_BYTES).putInt((int) Addresses.v4(text, 0, end)).array())
          : null;
    }
    int closing = text.startsWith("[") ? text.indexOf(']') : -1;
    return closing < 0 ? v6(text, 0, text.length()) : v6(text, 1, closing);
  }

  private static InetAddress v6(String text, int from, int to) {
    ByteBuffer bytes = ByteBuffer.allocate(IPV6_BYTES);
    Verdict verdict =
        Ipv6Text.parse(
            text,
            from,
            to,
            new AddressMatch() {
              @Override
              public Verdict address(long high, long low, boolean v4) {
                bytes.putLong(high).putLong(low);
                return Verdict.HIT;
              }
            });
    return verdict == Verdict.HIT ? address(bytes.array()) : null;
  }

  private static InetAddress address(byte... bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException x) {
      throw new IllegalStateException("not the length of an address", x);
    }
  }
}
