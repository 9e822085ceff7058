package org.requestrouter.rule;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Function;

/** The address or the port of one end of the client's connection, if that runs over IP. */
final class SocketFetch implements Fetch {
  private final Function<RequestHead, SocketAddress> end;
  private final boolean port;

  SocketFetch(Function<RequestHead, SocketAddress> end, boolean port) {
    this.end = end;
    this.port = port;
  }

  @Override
  public Verdict run(RequestHead request, SampleMatch test) {
    if (!(end.apply(request) instanceof InetSocketAddress address) || address.isUnresolved()) {
      return Verdict.MISS;
    }
    if (port) {
      return test.number(address.getPort());
    }
    byte[] bytes = address.getAddress().getAddress();
    return bytes.length == 4
        ? test.address(0, bits(bytes, 0, 4), true)
        : test.address(bits(bytes, 0, 8), bits(bytes, 8, 16), false);
  }

  private static long bits(byte[] bytes, int from, int to) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      bits = (bits << 8) | (bytes[i] & 0xff);
    }
    return bits;
  }
}
