package org.requestrouter.backend;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.requestrouter.exchange.Exchange;

/**
 * How many exchanges each client has at once. Clients are kept only while they have one. Those of
 * IPv6 are counted by the network that is given to one customer, the first 64 bits: within it
 * everybody may take as many addresses as there are.
 */
final class ClientShares {
  private final ConcurrentMap<Object, Integer> taken = new ConcurrentHashMap<>();

  /** Counts the exchange for its client until it ends, unless that has as many as it may. */
  boolean admit(Exchange exchange, int limit) {
    if (limit == Integer.MAX_VALUE) {
      return true;
    }
    InetAddress address =
        exchange.settings().requestFields().client(exchange.downstream().request());
    if (address == null) {
      return true;
    }
    Object client = key(address);
    if (!take(client, limit)) {
      return false;
    }
    if (!exchange.atEnd(() -> giveBack(client))) {
      giveBack(client);
    }
    return true;
  }

  /** Returns what stands for a client. */
  static Object key(InetAddress address) {
    return address instanceof Inet4Address
        ? address
        : (Object) ByteBuffer.wrap(address.getAddress()).getLong();
  }

  /** Counts an exchange more, unless the client has as many as it may. */
  boolean take(Object client, int limit) {
    boolean[] refused = new boolean[1];
    taken.compute(
        client,
        (key, count) -> {
          int now = count == null ? 0 : count;
          refused[0] = now >= limit;
          return refused[0] ? count : Integer.valueOf(now + 1);
        });
    return !refused[0];
  }

  /** Counts an exchange less. */
  void giveBack(Object client) {
    taken.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
  }

  /** How many clients have exchanges. */
  int clients() {
    return taken.size();
  }
}
