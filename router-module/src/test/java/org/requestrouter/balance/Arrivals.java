package org.requestrouter.balance;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Which servers requests have reached, in order. */
final class Arrivals {
  private final BlockingQueue<String> names = new LinkedBlockingQueue<>();

  void add(String name) {
    names.add(name);
  }

  String next() {
    try {
      String name = names.poll(20, TimeUnit.SECONDS);
      assertNotNull(name, "no request has reached a server for 20 s");
      return name;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
