package org.requestrouter.rule;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * A set of IP networks. Unlike the matches of the conditions it takes an address for nothing but
 * itself: of all that embeds an IPv4 address only the mapped form (RFC 4291, 2.5.5.2) is one.
 */
public final class Networks {
  /** No network at all. */
  public static final Networks NONE = new Networks("", List.of());

  private static final int IPV4_PARTS = 4;
  private static final long LOW_WORD = 0xffffffffL;

  private final String text;
  private final Network[] networks;

  private Networks(String text, List<Network> networks) {
    this.text = text;
    this.networks = networks.toArray(Network[]::new);
  }

  /**
   * Reads networks.
   *
   * @param text addresses, each perhaps followed by {@code /bits}, with commas or blanks between
   *     them; may be empty
   * @throws RuleSyntaxException naming the first that is no network; names are not looked up
   */
  public static Networks parse(String text) {
    List<Network> networks =
        Stream.of(text.split("[,\\s]+")).filter(w -> !w.isEmpty()).map(Networks::network).toList();
    return new Networks(text.strip(), networks);
  }

  /** A short form such as {@code 10/8} means something else than it seems to, so none is read. */
  private static Network network(String text) {
    String address = text.split("/", 2)[0];
    if (address.indexOf(':') < 0 && address.split("\\.", -1).length != IPV4_PARTS) {
      throw new RuleSyntaxException("'" + text + "' is no IPv4 or IPv6 network");
    }
    return unmapped(Network.parse(text));
  }

  /** Java shows a mapped address as what it is, an IPv4 address. */
  private static Network unmapped(Network network) {
    boolean mapped =
        !network.v4()
            && network.highMask() == -1L
            && network.lowMask() >>> 32 == LOW_WORD
            && network.high() == 0
            && network.low() >>> 32 == 0xffff;
    return mapped
        ? new Network(0, network.low() & LOW_WORD, -1L, network.lowMask() & LOW_WORD, true)
        : network;
  }

  /** Whether an address is in one of the networks; one that is not of IP is in none. */
  public boolean contain(SocketAddress address) {
    return networks.length > 0
        && address instanceof InetSocketAddress internet
        && internet.getAddress() != null
        && containAddress(internet.getAddress());
  }

  /** Whether an address is in one of the networks. */
  public boolean containAddress(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    boolean v4 = address instanceof Inet4Address;
    long high = v4 ? 0 : bytes.getLong();
    long low = v4 ? bytes.getInt() & LOW_WORD : bytes.getLong();
    for (Network network : networks) {
      if (network.v4() == v4 && network.contains(high, low)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return text;
  }
}
