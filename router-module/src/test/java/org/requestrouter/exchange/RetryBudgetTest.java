package org.requestrouter.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many retries a backend may have. */
class RetryBudgetTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

  private RetryBudget budget(int percent) {
    return new RetryBudget(percent, clock::get);
  }

  private static int withdrawAll(RetryBudget budget) {
    int count = 0;
    while (budget.withdraw()) count++;
    return count;
  }

  @Test
  void tenRetriesAreFreeAtFirst() {
    assertEquals(10, withdrawAll(budget(0)));
  }

  @Test
  void tenASecondAreFreeAndNotSaved() {
    RetryBudget budget = budget(0);
    withdrawAll(budget);
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
    assertEquals(5, withdrawAll(budget));
    clock.addAndGet(TimeUnit.HOURS.toNanos(1));
    assertEquals(10, withdrawAll(budget));
  }

  @Test
  void requestsPayForTheirShare() {
    RetryBudget budget = budget(20);
    withdrawAll(budget);
    for (int i = 0; i < 50; i++) budget.requested();
    assertEquals(10, withdrawAll(budget));
  }

  @Test
  void everyRequestMayBeRetriedOnceByDefault() {
    RetryBudget budget = budget(100);
    withdrawAll(budget);
    for (int i = 0; i < 1000; i++) {
      budget.requested();
      assertTrue(budget.withdraw());
      assertFalse(budget.withdraw());
    }
  }

  @Test
  void shareIsSavedUpToAHundredRetries() {
    RetryBudget budget = budget(100);
    withdrawAll(budget);
    for (int i = 0; i < 100_000; i++) budget.requested();
    assertEquals(100, withdrawAll(budget));
  }

  @Test
  void threadsTogetherTakeNoMoreThanThereIs() throws Exception {
    RetryBudget budget = budget(100);
    withdrawAll(budget);
    for (int i = 0; i < 100; i++) budget.requested();
    AtomicLong taken = new AtomicLong();
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(() -> taken.addAndGet(withdrawAll(budget)));
      threads[i].start();
    }
    for (Thread thread : threads) thread.join();
    assertEquals(100, taken.get());
  }
}
