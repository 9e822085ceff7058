package org.requestrouter.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.requestrouter.config.BreakerConfig;
import org.requestrouter.config.CheckConfig;
import org.requestrouter.config.ObserveConfig;

/** Many threads at once: each change is made and told exactly once. */
@Timeout(60)
class HealthConcurrencyTest {
  private static final int THREADS = 8;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Runs the work on all threads, which begin together. */
  private void together(Runnable work) throws Exception {
    CyclicBarrier begin = new CyclicBarrier(THREADS);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      ends.add(
          threads.submit(
              () -> {
                begin.await();
                work.run();
                return null;
              }));
    }
    for (Future<?> end : ends) {
      end.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void manyErrorsAtOnceAreOneChange() throws Exception {
    for (int round = 0; round < 200; round++) {
      ObserveConfig observe = new ObserveConfig("b");
      observe.setErrorLimit(5);
      ServerHealth health = new ServerHealth("server 's'", new ManualScheduler());
      health.configure(null, observe);
      Changes changes = new Changes();
      health.listen(changes);
      together(() -> health.observed(Observation.NOT_CONNECTED));
      assertFalse(health.isUp());
      assertEquals(1, changes.told().size(), () -> changes.told().toString());
    }
  }

  @Test
  void changesAreToldInTheirOrderOneAtATime() throws Exception {
    CheckConfig check = new CheckConfig("b");
    check.setRise(1);
    check.setFall(1);
    ServerHealth health = new ServerHealth("server 's'", new ManualScheduler());
    health.configure(check, null);
    AtomicInteger inside = new AtomicInteger();
    List<Boolean> told = new ArrayList<>();
    health.listen(
        (up, reason) -> {
          assertEquals(1, inside.incrementAndGet());
          told.add(up);
          inside.decrementAndGet();
        });
    AtomicInteger turn = new AtomicInteger();
    together(
        () -> {
          for (int i = 0; i < 500; i++) {
            health.checked(turn.incrementAndGet() % 2 == 0, "result");
          }
        });
    assertEquals(health.getTransitions(), told.size());
    assertTrue(told.size() > 1);
    for (int i = 0; i < told.size(); i++) {
      assertEquals(i % 2 == 1, told.get(i), "change " + i);
    }
    assertEquals(health.isUp(), told.get(told.size() - 1));
  }

  @Test
  void aBreakerOpensOnceAndLetsExactlyItsProbesThrough() throws Exception {
    for (int round = 0; round < 200; round++) {
      ManualScheduler clock = new ManualScheduler();
      BreakerConfig config = new BreakerConfig("b");
      config.setProbes(2);
      CircuitBreaker breaker = new CircuitBreaker("server 's'", config, clock::nanoTime);
      Changes changes = new Changes();
      breaker.listen(changes);
      together(
          () -> {
            for (int i = 0; i < 10; i++) {
              int pass = breaker.tryPass();
              if (pass != CircuitBreaker.REFUSED) {
                breaker.record(pass, false);
              }
            }
          });
      assertEquals(CircuitBreaker.State.OPEN, breaker.state());
      assertEquals(1, changes.told().size());
      clock.advanceMillis(10_000);
      AtomicInteger probes = new AtomicInteger();
      together(
          () -> {
            int pass = breaker.tryPass();
            if (pass != CircuitBreaker.REFUSED) {
              probes.incrementAndGet();
              breaker.record(pass, true);
            }
          });
      // Once both have succeeded the breaker is closed, and others pass for good.
      assertTrue(probes.get() >= 2, () -> probes + " probes");
      assertEquals(CircuitBreaker.State.CLOSED, breaker.state());
      assertEquals(2, changes.told().size());
    }
  }

  @Test
  void probesAreNeverMoreThanConfigured() throws Exception {
    for (int round = 0; round < 200; round++) {
      ManualScheduler clock = new ManualScheduler();
      BreakerConfig config = new BreakerConfig("b");
      config.setMinimumRequests(1);
      config.setProbes(3);
      CircuitBreaker breaker = new CircuitBreaker("server 's'", config, clock::nanoTime);
      breaker.record(breaker.tryPass(), false);
      clock.advanceMillis(10_000);
      AtomicInteger probes = new AtomicInteger();
      together(
          () -> {
            if (breaker.tryPass() != CircuitBreaker.REFUSED) {
              probes.incrementAndGet();
            }
          });
      assertEquals(3, probes.get());
    }
  }

  @Test
  void nothingRecordedAtOnceIsLost() throws Exception {
    ErrorWindow window = new ErrorWindow(TimeUnit.SECONDS.toNanos(10), 0);
    together(
        () -> {
          for (int i = 0; i < 5_000; i++) {
            window.record(i % 4 != 0, TimeUnit.SECONDS.toNanos(i % 3));
          }
        });
    ErrorWindow.Totals totals = window.totals(TimeUnit.SECONDS.toNanos(3));
    assertEquals(THREADS * 5_000, totals.requests());
    assertEquals(THREADS * 1_250, totals.errors());
  }
}
