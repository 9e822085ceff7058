package org.requestrouter.rule;

import java.util.List;

/**
 * Addresses in one of several networks, where IPv4 and IPv6 also match each other's mapped form.
 */
final class NetworkMatch extends AddressMatch {
  private static final long MAPPED = 0xffff00000000L;

  private final Network[] networks;

  NetworkMatch(List<Network> networks) {
    this.networks = networks.toArray(Network[]::new);
  }

  @Override
  public Verdict address(long high, long low, boolean v4) {
    if (v4) {
      return TextMatch.hitIf(anyContains(0, low, true) || anyContains(0, MAPPED | low, false));
    }
    if (anyContains(high, low, false)) {
      return Verdict.HIT;
    }
    if (high >>> 48 == 0x2002) {
      return TextMatch.hitIf(anyContains(0, (high >>> 16) & 0xffffffffL, true));
    }
    boolean embeds = high == 0 && (low >>> 32 == 0 || low >>> 32 == 0xffff);
    return TextMatch.hitIf(embeds && anyContains(0, low & 0xffffffffL, true));
  }

  private boolean anyContains(long high, long low, boolean v4) {
    for (Network network : networks) {
      if (network.v4() == v4 && network.contains(high, low)) {
        return true;
      }
    }
    return false;
  }
}
