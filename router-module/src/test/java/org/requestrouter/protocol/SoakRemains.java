package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.tunnel.Tunnel;

/** What this process holds when nothing goes on. */
final class SoakRemains {
  /** What one collection or another may differ by. */
  private static final long HEAP_KIBIBYTES = 8 * 1024;

  /**
   * Connections that are kept idle or have just been closed, each of which may know its last
   * exchange; a round has many times as many exchanges.
   */
  private static final long CONNECTIONS = 256;

  private final Map<String, Long> amounts = new LinkedHashMap<>();

  static SoakRemains now() {
    SoakRemains remains = new SoakRemains();
    LiveObjects live = LiveObjects.count();
    for (Class<?> type : new Class<?>[] {Exchange.class, Attempt.class, Tunnel.class}) {
      remains.amounts.put(type.getSimpleName(), live.of(type.getName()));
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      remains.amounts.put("files and sockets", unix.getOpenFileDescriptorCount());
    }
    remains.amounts.put("heap KiB", live.kibibytes());
    return remains;
  }

  /** Allows for what has nothing to do with how much has gone before. */
  void assertNotMoreThan(SoakRemains other) {
    amounts.forEach(
        (what, amount) -> {
          long slack = what.startsWith("heap") ? HEAP_KIBIBYTES : CONNECTIONS;
          String grown = what + " from " + other + " to " + this;
          assertTrue(amount <= other.amounts.get(what) + slack, grown);
        });
  }

  @Override
  public String toString() {
    return amounts.toString();
  }
}
