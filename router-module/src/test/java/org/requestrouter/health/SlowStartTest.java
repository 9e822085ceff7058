package org.requestrouter.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowStartTest {
  private final ManualScheduler clock = new ManualScheduler();
  private final SlowStart slow = new SlowStart(Duration.ofSeconds(60), clock::nanoTime);

  @Test
  void theShareGrowsFromOneHundredthToAll() {
    long up = clock.nanoTime();
    assertEquals(0.01, slow.share(up));
    clock.advanceMillis(600);
    assertEquals(0.01, slow.share(up));
    clock.advanceMillis(14_400);
    assertEquals(0.25, slow.share(up), 1e-9);
    clock.advanceMillis(15_000);
    assertEquals(0.5, slow.share(up), 1e-9);
    clock.advanceMillis(30_000);
    assertEquals(1, slow.share(up));
    clock.advanceMillis(3_600_000);
    assertEquals(1, slow.share(up));
  }

  @Test
  void aServerThatWasNeverDownHasAll() {
    assertEquals(1, slow.share(ServerHealth.NEVER));
    assertEquals(256, slow.of(256, ServerHealth.NEVER));
  }

  @Test
  void aWholeIsRoundedUp() {
    long up = clock.nanoTime();
    assertEquals(1, slow.of(1, up));
    assertEquals(3, slow.of(256, up));
    assertEquals(0, slow.of(0, up));
    clock.advanceMillis(30_000);
    assertEquals(128, slow.of(256, up));
    assertEquals(6, slow.of(11, up));
  }
}
