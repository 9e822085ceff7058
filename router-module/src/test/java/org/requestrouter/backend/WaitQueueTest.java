package org.requestrouter.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;
import org.requestrouter.exchange.Timeouts;

/** Who leaves the queue. */
class WaitQueueTest {

  @Test
  void oneThatLeavesBeforeItStandsInALineIsNotTakenOut() {
    WaitQueue queue = new WaitQueue(any -> null, new Timeouts(new ScheduledExecutorScheduler()));
    assertFalse(queue.take(new WaitingExchange(null, null)));
    assertEquals(0, queue.size());
  }
}
