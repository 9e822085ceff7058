package org.requestrouter.matrix;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.NanoTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.protocol.Crowd;

/**
 * Either side leaves at any moment, on every way, many at a time, for {@code departures.seconds}, 5
 * by default; the end of the site checks that nothing is left of them.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Door.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomDepartureTest {
  private static final long SECONDS = Long.getLong("departures.seconds", 5);
  private static final long SEED = Long.getLong("departures.seed", System.nanoTime());
  private static final int AT_A_TIME = 12;

  @Parameter Door door;

  private final AtomicInteger count = new AtomicInteger();

  @Test
  void nothingIsLeft() throws Exception {
    try (Site site = new Site(door, Back.values())) {
      long end = NanoTime.now() + TimeUnit.SECONDS.toNanos(SECONDS);
      Crowd.run(AT_A_TIME, index -> runUntil(end, site, new Random(SEED + index)));
    } finally {
      System.out.println("departures.seed=" + SEED + " door=" + door + " departures=" + count);
    }
  }

  private void runUntil(long end, Site site, Random random) {
    while (NanoTime.until(end) > 0) {
      Way way = site.way(any(Front.values(), random), any(Back.values(), random));
      Departure departure = new Departure(way, random);
      try {
        departure.run();
      } catch (Exception | AssertionError x) {
        throw new AssertionError(departure.toString(), x);
      }
      count.incrementAndGet();
    }
  }

  private static <T> T any(T[] all, Random random) {
    return all[random.nextInt(all.length)];
  }
}
