package org.requestrouter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PumpTest {

  /** Takes the steps that it is given. */
  private static final class Scripted extends Pump {
    final Deque<Step> script = new ArrayDeque<>();
    final List<Throwable> ends = new ArrayList<>();
    Runnable during = () -> {};
    IOException fault;
    int steps;

    Scripted(Step... steps) {
      script.addAll(Arrays.asList(steps));
    }

    @Override
    protected Step step() throws IOException {
      steps++;
      Runnable once = during;
      during = () -> {};
      once.run();
      if (fault != null) {
        throw fault;
      }
      return script.poll();
    }

    @Override
    protected void ended(Throwable cause) {
      ends.add(cause);
    }
  }

  private final IOException cause = new IOException("cause");

  @Test
  void stepsFollowEachOtherAsWritesComplete() {
    Scripted pump = new Scripted(Pump.Step.SCHEDULED, Pump.Step.SCHEDULED, Pump.Step.DONE);

    pump.iterate();
    assertEquals(1, pump.steps);
    pump.succeeded();
    assertEquals(2, pump.steps);
    pump.succeeded();

    assertEquals(3, pump.steps);
    assertEquals(Arrays.asList((Throwable) null), pump.ends);
  }

  @Test
  void aWriteThatCompletesAtOnceIsFollowedInTheSameLoop() {
    Scripted pump = new Scripted(Pump.Step.SCHEDULED, Pump.Step.DONE);
    pump.during = pump::succeeded;

    pump.iterate();

    assertEquals(2, pump.steps);
    assertEquals(1, pump.ends.size());
  }

  @Test
  void anIdlePumpGoesOnWhenAsked() {
    Scripted pump = new Scripted(Pump.Step.IDLE, Pump.Step.DONE);

    pump.iterate();
    assertTrue(pump.ends.isEmpty());
    pump.iterate();

    assertEquals(1, pump.ends.size());
  }

  @Test
  void whatIsAskedDuringAnIdleStepIsNotLost() {
    Scripted pump = new Scripted(Pump.Step.IDLE, Pump.Step.DONE);
    pump.during = pump::iterate;

    pump.iterate();

    assertEquals(2, pump.steps);
    assertEquals(1, pump.ends.size());
  }

  @Test
  void whatIsAskedDuringAWriteWaitsForIt() {
    Scripted pump = new Scripted(Pump.Step.SCHEDULED, Pump.Step.DONE);

    pump.iterate();
    pump.iterate();
    assertEquals(1, pump.steps);
    pump.succeeded();

    assertEquals(2, pump.steps);
  }

  @Test
  void aFailedStepEndsThePump() {
    Scripted pump = new Scripted();
    pump.fault = cause;

    pump.iterate();
    pump.iterate();

    assertEquals(1, pump.steps);
    assertEquals(List.of(cause), pump.ends);
  }

  @Test
  void aFailedWriteEndsThePump() {
    Scripted pump = new Scripted(Pump.Step.SCHEDULED);

    pump.iterate();
    pump.failed(cause);

    assertEquals(1, pump.steps);
    assertEquals(List.of(cause), pump.ends);
  }

  @Test
  void aWriteThatFailsAtOnceEndsThePumpAfterItsStep() {
    Scripted pump = new Scripted(Pump.Step.SCHEDULED);
    pump.during =
        () -> {
          pump.failed(cause);
          assertTrue(pump.ends.isEmpty());
        };

    pump.iterate();

    assertEquals(List.of(cause), pump.ends);
  }

  @Test
  void aStepThatFailsAfterItsWriteEndsThePumpOnce() {
    Scripted pump = new Scripted();
    pump.fault = cause;

    pump.iterate();
    pump.succeeded();

    assertEquals(List.of(cause), pump.ends);
    assertEquals(1, pump.steps);
  }

  @Test
  void anAbortEndsAnIdlePumpAtOnce() {
    Scripted fresh = new Scripted();
    Scripted idle = new Scripted(Pump.Step.IDLE);
    idle.iterate();

    fresh.abort(cause);
    idle.abort(cause);
    idle.abort(new IOException("second"));
    idle.iterate();

    assertEquals(List.of(cause), fresh.ends);
    assertEquals(List.of(cause), idle.ends);
    assertEquals(1, idle.steps);
  }

  @Test
  void anAbortWaitsForTheWriteThatIsUnderWay() {
    Scripted succeeding = new Scripted(Pump.Step.SCHEDULED);
    Scripted failing = new Scripted(Pump.Step.SCHEDULED);
    succeeding.iterate();
    failing.iterate();

    succeeding.abort(cause);
    failing.abort(cause);
    assertTrue(succeeding.ends.isEmpty());
    succeeding.succeeded();
    failing.failed(new IOException("second"));

    assertEquals(List.of(cause), succeeding.ends);
    assertSame(cause, failing.ends.get(0));
  }

  @Test
  void anAbortWaitsForTheStepThatIsUnderWay() {
    Scripted pump = new Scripted(Pump.Step.IDLE);
    pump.during =
        () -> {
          pump.abort(cause);
          assertTrue(pump.ends.isEmpty());
        };

    pump.iterate();

    assertEquals(List.of(cause), pump.ends);
  }

  @Test
  void anAbortAfterTheEndDoesNothing() {
    Scripted pump = new Scripted(Pump.Step.DONE);

    pump.iterate();
    pump.abort(cause);

    assertEquals(Arrays.asList((Throwable) null), pump.ends);
  }

  /** Many threads ask, write and abort at random: no two steps at a time, and one end. */
  @Test
  void underContentionStepsNeverOverlapAndTheEndComesOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 2_000; round++) {
        Contended pump = new Contended(threads, round % 3 == 0);
        for (int i = 0; i < 3; i++) {
          threads.execute(pump::iterate);
        }
        if (round % 2 == 0) {
          threads.execute(() -> pump.abort(cause));
        }
        pump.iterate();
        assertTrue(pump.end.await(10, TimeUnit.SECONDS), "no end in round " + round);
        assertEquals(0, pump.overlaps.get());
      }
    } finally {
      threads.shutdown();
      assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    }
  }

  private static final class Contended extends Pump {
    final CountDownLatch end = new CountDownLatch(1);
    final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final ExecutorService threads;
    private final boolean failing;
    private int steps;

    Contended(ExecutorService threads, boolean failing) {
      this.threads = threads;
      this.failing = failing;
    }

    @Override
    protected Step step() {
      enter();
      steps++;
      Step step = steps > 20 ? Step.DONE : Step.SCHEDULED;
      if (step == Step.SCHEDULED) {
        threads.execute(failing && steps == 10 ? () -> failed(new IOException()) : this::succeeded);
      }
      inside.decrementAndGet();
      return step;
    }

    private void enter() {
      if (inside.incrementAndGet() != 1) {
        overlaps.incrementAndGet();
      }
    }

    @Override
    protected void ended(Throwable cause) {
      enter();
      if (end.getCount() == 0) {
        overlaps.incrementAndGet();
      }
      end.countDown();
    }
  }
}
