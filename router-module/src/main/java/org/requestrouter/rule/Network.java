package org.requestrouter.rule;

/** A network of addresses, IPv4 in the low 32 bits. */
record Network(long high, long low, long highMask, long lowMask, boolean v4) {
  private static final long ALL = -1L;
  private static final long ALL_V4 = 0xffffffffL;

  boolean contains(long otherHigh, long otherLow) {
    return ((high ^ otherHigh) & highMask) == 0 && ((low ^ otherLow) & lowMask) == 0;
  }

  /** Reads an address with an optional {@code /bits}, or {@code /mask} for IPv4. */
  static Network parse(String text) {
    int slash = text.lastIndexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    String mask = slash < 0 ? null : text.substring(slash + 1);
    try {
      return address.indexOf(':') < 0 ? v4(address, mask) : v6(address, mask);
    } catch (NumberFormatException e) {
      throw new RuleSyntaxException(
          "'" + text + "' is no IPv4 or IPv6 network (host names are not looked up)", e);
    }
  }

  private static Network v4(String address, String mask) {
    long maskBits = ALL_V4;
    if (mask != null) {
      maskBits = mask.indexOf('.') >= 0 ? exact(mask) : (ALL_V4 << (32 - bits(mask, 32))) & ALL_V4;
    }
    return new Network(0, shortForm(address), ALL, maskBits, true);
  }

  private static long exact(String mask) {
    if (Addresses.v4End(mask, 0, mask.length()) != mask.length()) {
      throw new NumberFormatException(mask);
    }
    return Addresses.v4(mask, 0, mask.length());
  }

  /** Reads one to four numbers, of which the last fills the bytes that are left. */
  private static long shortForm(String address) {
    String[] parts = address.split("\\.", -1);
    if (parts.length > 4 || Addresses.hasLeadingZero(address, 0, address.length())) {
      throw new NumberFormatException(address);
    }
    long value = 0;
    for (int i = 0; i < parts.length; i++) {
      int bits = i < parts.length - 1 ? 8 : 8 * (5 - parts.length);
      long part = unsigned(parts[i]);
      if (part >>> bits != 0) {
        throw new NumberFormatException(address);
      }
      value = (value << bits) | part;
    }
    return value;
  }

  private static Network v6(String address, String mask) {
    int bits = mask == null ? 128 : bits(mask, 128);
    long[] halves = new long[2];
    Verdict verdict =
        Ipv6Text.parse(
            address,
            0,
            address.length(),
            new AddressMatch() {
              @Override
              public Verdict address(long high, long low, boolean v4) {
                halves[0] = high;
                halves[1] = low;
                return Verdict.HIT;
              }
            });
    if (verdict != Verdict.HIT) {
      throw new NumberFormatException(address);
    }
    // A shift by 64 would shift by none.
    long highMask = bits == 0 ? 0 : ALL << Math.max(0, 64 - bits);
    long lowMask = bits <= 64 ? 0 : ALL << (128 - bits);
    return new Network(halves[0], halves[1], highMask, lowMask, false);
  }

  private static int bits(String text, int most) {
    long bits = unsigned(text);
    if (bits > most) {
      throw new NumberFormatException(text);
    }
    return (int) bits;
  }

  private static long unsigned(String digits) {
    if (digits.isEmpty()
        || digits.length() > 10
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new NumberFormatException(digits);
    }
    return Long.parseLong(digits);
  }
}
