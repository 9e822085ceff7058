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
  private static final String HEAP = "heap KiB";
  private static final String FILES = "files and sockets";

  /** What one collection or another may differ by. */
  private static final long HEAP_KIBIBYTES = 8 * 1024;

  /** Connections that are kept idle: as many as were in use at once. */
  private static final long CONNECTIONS = 64;

  /**
   * Nothing refers to an exchange or a tunnel that has ended, but perhaps a thread that is on its
   * way back from there; a round has thousands.
   */
  private static final long OBJECTS = 8;

  private final Map<String, Long> amounts = new LinkedHashMap<>();

  static SoakRemains now() {
    SoakRemains remains = new SoakRemains();
    LiveObjects live = LiveObjects.count();
    for (Class<?> type : new Class<?>[] {Exchange.class, Attempt.class, Tunnel.class}) {
      remains.amounts.put(type.getSimpleName(), live.of(type.getName()));
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      remains.amounts.put(FILES, unix.getOpenFileDescriptorCount());
    }
    remains.amounts.put(HEAP, live.kibibytes());
    return remains;
  }

  /** Allows for what has nothing to do with how much has gone before. */
  void assertNotMoreThan(SoakRemains other) {
    amounts.forEach(
        (what, amount) -> {
          long slack =
              switch (what) {
                case HEAP -> HEAP_KIBIBYTES;
                case FILES -> CONNECTIONS;
                default -> OBJECTS;
              };
          String grown = what + " from " + other + " to " + this;
          assertTrue(amount <= other.amounts.get(what) + slack, grown);
        });
  }

  @Override
  public String toString() {
    return amounts.toString();
  }
}
