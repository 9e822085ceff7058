package org.requestrouter.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many exchanges a client has. */
class ClientSharesTest {
  private final ClientShares shares = new ClientShares();

  private static Object key(String address) throws Exception {
    return ClientShares.key(InetAddress.getByName(address));
  }

  @Test
  void clientGetsAsManyAsItMayAndAnotherItsOwn() throws Exception {
    Object client = key("192.0.2.1");
    assertTrue(shares.take(client, 2));
    assertTrue(shares.take(client, 2));
    assertFalse(shares.take(client, 2));
    assertTrue(shares.take(key("192.0.2.2"), 2));
    shares.giveBack(client);
    assertTrue(shares.take(client, 2));
    assertEquals(2, shares.clients());
  }

  @Test
  void clientThatHasNoneIsForgotten() throws Exception {
    Object client = key("192.0.2.1");
    shares.take(client, 2);
    shares.take(client, 2);
    shares.giveBack(client);
    assertEquals(1, shares.clients());
    shares.giveBack(client);
    assertEquals(0, shares.clients());
    shares.giveBack(client);
    assertEquals(0, shares.clients());
  }

  @Test
  void loweredLimitHoldsForWhoHasMore() throws Exception {
    Object client = key("192.0.2.1");
    shares.take(client, 2);
    shares.take(client, 2);
    assertFalse(shares.take(client, 1));
    shares.giveBack(client);
    assertFalse(shares.take(client, 1));
    shares.giveBack(client);
    assertTrue(shares.take(client, 1));
  }

  @Test
  void clientsOfIpv6AreCountedByNetwork() throws Exception {
    assertEquals(key("2001:db8:0:1::1"), key("2001:db8:0:1:ffff::2"));
    assertNotEquals(key("2001:db8:0:1::1"), key("2001:db8:0:2::1"));
    assertEquals(key("192.0.2.1"), key("::ffff:192.0.2.1"));
    assertNotEquals(key("192.0.2.1"), key("192.0.2.2"));
  }

  @Test
  void noThreadsTogetherTakeMoreThanTheLimit() throws Exception {
    Object client = key("192.0.2.1");
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<?> end :
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(thread -> threads.submit(() -> use(client, taken, most)))
              .toList()) {
        end.get();
      }
    } finally {
      threads.shutdown();
    }
    assertTrue(most.get() <= 3, most + " at once");
    assertEquals(0, shares.clients());
  }

  private void use(Object client, AtomicInteger taken, AtomicInteger most) {
    for (int i = 0; i < 20_000; i++) {
      if (shares.take(client, 3)) {
        most.accumulateAndGet(taken.incrementAndGet(), Math::max);
        taken.decrementAndGet();
        shares.giveBack(client);
      }
    }
  }
}
