package org.requestrouter.rule;

/** Reads and writes addresses without looking up names. */
final class Addresses {
  private Addresses() {}

  /** Tests the address that a text reads as; a text that is none is a miss. */
  static Verdict parse(String text, int from, int to, SampleMatch test) {
    // Like HAProxy's cast, an IPv4 address may be followed by anything, such as a port.
    int end = v4End(text, from, to);
    if (end > 0) {
      return test.address(0, v4(text, from, end), true);
    }
    return Ipv6Text.parse(text, from, to, test);
  }

  /**
   * Returns where the dotted IPv4 address that begins at {@code from} ends, or 0 if there is none.
   */
  static int v4End(String text, int from, int to) {
    int octets = 0;
    int octet = -1;
    int at = from;
    for (; at < to; at++) {
      char c = text.charAt(at);
      if (Ascii.isDigit(c)) {
        octets += octet < 0 ? 1 : 0;
        octet = Math.max(octet, 0) * 10 + c - '0';
        if (octet > 255 || octets > 4) {
          return 0;
        }
      } else if (c == '.') {
        if (octet < 0 || octets == 4) {
          return 0;
        }
        octet = -1;
      } else {
        break;
      }
    }
    return octets == 4 ? at : 0;
  }

  /** Returns the 32 bits of a text that {@link #v4End} accepts. */
  static long v4(String text, int from, int to) {
    long address = 0;
    int octet = 0;
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      if (c == '.') {
        address = (address << 8) | octet;
        octet = 0;
      } else {
        octet = octet * 10 + c - '0';
      }
    }
    return (address << 8) | octet;
  }

  /** Whether an octet has a leading zero, which some readers take for an octal number. */
  static boolean hasLeadingZero(String text, int from, int to) {
    for (int at = from; at + 1 < to; at++) {
      boolean first = at == from || text.charAt(at - 1) == '.';
      if (first && text.charAt(at) == '0' && Ascii.isDigit(text.charAt(at + 1))) {
        return true;
      }
    }
    return false;
  }

  static String format(long high, long low, boolean v4) {
    return v4 ? formatV4(low) : Ipv6Text.format(high, low);
  }

  static String formatV4(long address) {
    return ((address >> 24) & 0xff)
        + "."
        + ((address >> 16) & 0xff)
        + "."
        + ((address >> 8) & 0xff)
        + "."
        + (address & 0xff);
  }
}
