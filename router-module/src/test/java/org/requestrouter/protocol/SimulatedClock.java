package org.requestrouter.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;
import net.bytebuddy.matcher.ElementMatchers;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The time of one server, which a test makes pass: its scheduler, and what Jetty's NanoTime says in
 * its threads. Real time passes, too, but no task is run by it.
 */
public final class SimulatedClock extends AbstractLifeCycle implements Scheduler, AutoCloseable {
  private static final ClassReloadingStrategy RELOADING = reloading();

  private final Time time = new Time();
  private final Set<Due> tasks = ConcurrentHashMap.newKeySet();
  private final ExecutorService timer =
      Executors.newSingleThreadExecutor(task -> new Thread(time, task, "simulated-timer"));

  /** The threads of one server, and how far they are ahead of real time. */
  private static final class Time extends ThreadGroup {
    private final AtomicLong ahead = new AtomicLong();

    Time() {
      super("simulated");
    }
  }

  private record Due(Runnable task, long at) {}

  /** What is added to NanoTime. */
  private static final class Ahead {
    // What is written there is what the method returns.
    @SuppressWarnings("UnusedVariable")
    @Advice.OnMethodExit
    static void leave(@Advice.Return(readOnly = false) long now) {
      now += ahead();
    }
  }

  private static ClassReloadingStrategy reloading() {
    ByteBuddyAgent.install();
    return ClassReloadingStrategy.fromInstalledAgent();
  }

  /** How far the calling thread is ahead of real time, in nanoseconds. */
  public static long ahead() {
    return Thread.currentThread().getThreadGroup() instanceof Time time ? time.ahead.get() : 0;
  }

  /** Creates a clock that shows real time until it is moved; one at a time. */
  public SimulatedClock() {
    new ByteBuddy()
        .redefine(NanoTime.class)
        .visit(Advice.to(Ahead.class).on(ElementMatchers.named("now")))
        .make()
        .load(NanoTime.class.getClassLoader(), RELOADING);
  }

  /** The threads that the server is to have. */
  public QueuedThreadPool threads() {
    return new QueuedThreadPool(16, 4, 60_000, -1, new LinkedBlockingQueue<>(), time);
  }

  @Override
  public Task schedule(Runnable task, long delay, TimeUnit unit) {
    Due due = new Due(task, now() + unit.toNanos(delay));
    tasks.add(due);
    return () -> tasks.remove(due);
  }

  private long now() {
    return System.nanoTime() + time.ahead.get();
  }

  /** Lets time pass, and runs what is due meanwhile, each at its time. */
  public void advance(Duration duration) throws InterruptedException, ExecutionException {
    timer.submit(() -> pass(now() + duration.toNanos())).get();
  }

  private void pass(long end) {
    for (Due next = next(); next != null && next.at() - end <= 0; next = next()) {
      time.ahead.addAndGet(Math.max(0, next.at() - now()));
      tasks.remove(next);
      next.task().run();
    }
    time.ahead.addAndGet(Math.max(0, end - now()));
  }

  private Due next() {
    return tasks.stream().min(Comparator.comparingLong(Due::at)).orElse(null);
  }

  @Override
  public void close() throws IOException {
    timer.shutdown();
    RELOADING.reset(NanoTime.class);
  }
}
