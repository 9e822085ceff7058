package org.requestrouter.rule;

/** The cast of {@code hdr_ip}: an address, after which IPv4 may have a port; nothing else. */
final class HeaderAddress extends TextMatch {
  private static final int HIGHEST_PORT = 65535;

  private final SampleMatch next;

  HeaderAddress(SampleMatch next) {
    this.next = next;
  }

  @Override
  public Verdict text(String text, int from, int to) {
    int end = Addresses.v4End(text, from, to);
    if (end == to && end > 0) {
      return next.address(0, Addresses.v4(text, from, end), true);
    }
    if (end > 0 && text.charAt(end) == ':') {
      return isPort(text, end + 1, to)
          ? next.address(0, Addresses.v4(text, from, end), true)
          : Verdict.MISS;
    }
    return Ipv6Text.parse(text, from, to, next);
  }

  private static boolean isPort(String text, int from, int to) {
    int port = 0;
    for (int at = from; at < to; at++) {
      if (!Ascii.isDigit(text.charAt(at)) || port > HIGHEST_PORT) {
        return false;
      }
      port = port * 10 + text.charAt(at) - '0';
    }
    return from < to && port <= HIGHEST_PORT;
  }
}
