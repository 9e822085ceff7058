package org.requestrouter.rule;

/** IPv6 addresses as RFC 4291 and RFC 5952 write them, without brackets and zones. */
final class Ipv6Text {
  private static final int LONGEST = 46;

  private final String text;
  private final int to;
  private int at;
  private long high;
  private long low;
  private int groups;
  private int gap = -1;

  private Ipv6Text(String text, int from, int to) {
    this.text = text;
    this.at = from;
    this.to = to;
  }

  /** Tests the address that the whole of a text reads as; a text that is none is a miss. */
  static Verdict parse(String text, int from, int to, SampleMatch test) {
    if (to - from < 2 || to - from > LONGEST) {
      return Verdict.MISS;
    }
    Ipv6Text parser = new Ipv6Text(text, from, to);
    return parser.read() ? test.address(parser.high, parser.low, false) : Verdict.MISS;
  }

  private boolean read() {
    if (text.charAt(at) == ':' && !atGap()) {
      return false;
    }
    while (at < to) {
      if (atGap()) {
        if (gap >= 0) {
          return false;
        }
        gap = groups;
        at += 2;
      } else if (!readGroup() || !readColon()) {
        return false;
      }
    }
    return gap < 0 ? groups == 8 : spread();
  }

  private boolean atGap() {
    return at + 1 < to && text.charAt(at) == ':' && text.charAt(at + 1) == ':';
  }

  private boolean readGroup() {
    int end = at;
    while (end < to && Ascii.hex(text.charAt(end)) >= 0) {
      end++;
    }
    boolean dotted = end < to && text.charAt(end) == '.';
    int width = dotted ? 2 : 1;
    long group = dotted ? dotted() : hex(end);
    if (group < 0 || groups + width > 8) {
      return false;
    }
    int shift = 16 * width;
    high = (high << shift) | (low >>> (64 - shift));
    low = (low << shift) | group;
    groups += width;
    at = dotted ? to : end;
    return true;
  }

  private boolean readColon() {
    if (at == to || atGap()) {
      return true;
    }
    return text.charAt(at) == ':' && ++at < to;
  }

  private long hex(int end) {
    if (at == end || end - at > 4) {
      return -1;
    }
    long value = 0;
    for (int i = at; i < end; i++) {
      value = (value << 4) | Ascii.hex(text.charAt(i));
    }
    return value;
  }

  private long dotted() {
    boolean exact = Addresses.v4End(text, at, to) == to && !Addresses.hasLeadingZero(text, at, to);
    return exact ? Addresses.v4(text, at, to) : -1;
  }

  /** Moves the groups that were read after the gap to the end. */
  private boolean spread() {
    if (groups == 8) {
      return false;
    }
    long spreadHigh = 0;
    long spreadLow = 0;
    for (int i = 0; i < groups; i++) {
      long group = group(high, low, i + 8 - groups);
      int place = i < gap ? i : i + 8 - groups;
      if (place < 4) {
        spreadHigh |= group << (16 * (3 - place));
      } else {
        spreadLow |= group << (16 * (7 - place));
      }
    }
    high = spreadHigh;
    low = spreadLow;
    return true;
  }

  static String format(long high, long low) {
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int run = zeros(high, low, i);
      if (run > length) {
        start = i;
        length = run;
      }
    }
    boolean embedded =
        start == 0 && (length == 6 || (length == 5 && group(high, low, 5) == 0xffff));
    StringBuilder text = new StringBuilder(LONGEST);
    for (int i = 0; i < (embedded ? 6 : 8); i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        text.append(i == 0 || i == start + length ? "" : ":");
        text.append(Long.toHexString(group(high, low, i)));
      }
    }
    if (embedded) {
      text.append(length == 5 ? ":" : "").append(Addresses.formatV4(low));
    }
    return text.toString();
  }

  private static int zeros(long high, long low, int from) {
    int end = from;
    while (end < 8 && group(high, low, end) == 0) {
      end++;
    }
    return end - from;
  }

  private static long group(long high, long low, int index) {
    return (index < 4 ? high >>> (16 * (3 - index)) : low >>> (16 * (7 - index))) & 0xffff;
  }
}
