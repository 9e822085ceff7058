package org.requestrouter.health;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NameWatchTest {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final ManualScheduler scheduler = new ManualScheduler();
  private final Queue<Runnable> executed = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<List<InetAddress>> told = new ArrayList<>();
  private List<String> answer = List.of("192.0.2.1");
  private boolean rejecting;
  private final NameWatch watch = new NameWatch(this::execute, scheduler, this::resolve);

  private void execute(Runnable task) {
    if (rejecting) {
      throw new RejectedExecutionException();
    }
    executed.add(task);
  }

  private Collection<InetAddress> resolve(String host) throws UnknownHostException {
    asked.add(host);
    if (answer == null) {
      throw new UnknownHostException("expected in this test");
    }
    return addresses(answer.toArray(String[]::new));
  }

  private static List<InetAddress> addresses(String... texts) {
    return Arrays.stream(texts).map(NameWatchTest::address).toList();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException x) {
      throw new IllegalArgumentException(x);
    }
  }

  private NameWatch.Handle watchFrom(String... known) throws Exception {
    watch.start();
    return watch.add("app.example.com", addresses(known), INTERVAL, told::add);
  }

  private void round(String... addresses) {
    answer = addresses.length == 0 ? null : List.of(addresses);
    scheduler.advanceMillis(INTERVAL.toMillis());
    executed.remove().run();
  }

  @Test
  void aNameIsLookedUpAtTheInterval() throws Exception {
    watchFrom("192.0.2.1");
    scheduler.advanceMillis(29_999);
    assertEquals(0, executed.size());
    scheduler.advanceMillis(1);
    assertEquals(1, executed.size());
    assertEquals(List.of(), asked, "not on the scheduler's thread");
    executed.remove().run();
    assertEquals(List.of("app.example.com"), asked);
    assertEquals(30_000, scheduler.nextMillis());
  }

  @Test
  void onlyChangesAreToldSortedAndWithoutDoubles() throws Exception {
    watchFrom("192.0.2.1");
    round("192.0.2.1");
    assertEquals(List.of(), told);
    round("2001:db8::1", "192.0.2.200", "192.0.2.3", "192.0.2.200");
    assertEquals(List.of(addresses("192.0.2.3", "192.0.2.200", "2001:db8::1")), told);
    round("192.0.2.200", "2001:db8::1", "192.0.2.3");
    assertEquals(1, told.size(), "another order is no change");
    round("192.0.2.3");
    assertEquals(addresses("192.0.2.3"), told.get(1));
  }

  @Test
  void aFailureKeepsTheAddressesAndIsLoggedOnce() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      watchFrom("192.0.2.1");
      round();
      round();
      round();
      assertEquals(List.of(), told);
      assertEquals(1, log.lines("app.example.com is not resolved").size());
      round("192.0.2.1");
      assertEquals(List.of(), told);
      assertEquals(1, log.lines("app.example.com is resolved again").size());
      round();
      assertEquals(2, log.lines("app.example.com is not resolved").size());
    }
  }

  @Test
  void noAddressAtAllIsAFailure() throws Exception {
    watchFrom("192.0.2.1");
    answer = List.of();
    scheduler.advanceMillis(30_000);
    executed.remove().run();
    assertEquals(List.of(), told);
  }

  @Test
  void aSlowLookUpIsNotOvertaken() throws Exception {
    watchFrom("192.0.2.1");
    scheduler.advanceMillis(300_000);
    assertEquals(1, executed.size());
    assertEquals(0, scheduler.waiting());
    executed.remove().run();
    assertEquals(1, scheduler.waiting());
  }

  @Test
  void anExecutorThatRefusesIsAskedAgain() throws Exception {
    watchFrom("192.0.2.1");
    rejecting = true;
    scheduler.advanceMillis(30_000);
    rejecting = false;
    round("192.0.2.2");
    assertEquals(List.of(addresses("192.0.2.2")), told);
  }

  @Test
  void aListenerThatFailsEndsNothing() throws Exception {
    watch.start();
    watch.add(
        "app.example.com",
        List.of(),
        INTERVAL,
        addresses -> {
          told.add(addresses);
          throw new IllegalStateException("expected in this test");
        });
    round("192.0.2.1");
    round("192.0.2.2");
    assertEquals(2, told.size());
  }

  @Test
  void nothingIsToldAfterTheEnd() throws Exception {
    NameWatch.Handle handle = watchFrom("192.0.2.1");
    answer = List.of("192.0.2.2");
    scheduler.advanceMillis(30_000);
    handle.stop();
    executed.remove().run();
    assertEquals(List.of(), told);
    assertEquals(0, scheduler.waiting());
  }

  @Test
  void namesAreWatchedWhileTheWatchIsStarted() throws Exception {
    watch.add("app.example.com", addresses("192.0.2.1"), INTERVAL, told::add);
    assertEquals(0, scheduler.waiting());
    watch.start();
    assertEquals(1, scheduler.waiting());
    watch.stop();
    assertEquals(0, scheduler.waiting());
    watch.start();
    round("192.0.2.2");
    assertEquals(1, told.size());
  }

  @Test
  void javaResolvesOnAThreadOfTheExecutor() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor(task -> new Thread(task, "looker"));
    ScheduledExecutorScheduler real = new ScheduledExecutorScheduler();
    NameWatch java = new NameWatch(threads, real);
    real.start();
    java.start();
    List<String> where = new ArrayList<>();
    try {
      java.add(
          "localhost",
          List.of(),
          Duration.ofMillis(1),
          addresses -> {
            assertFalse(addresses.isEmpty());
            assertTrue(addresses.stream().allMatch(InetAddress::isLoopbackAddress));
            synchronized (where) {
              where.add(Thread.currentThread().getName());
            }
          });
      await()
          .untilAsserted(
              () -> {
                synchronized (where) {
                  assertEquals(List.of("looker"), where);
                }
              });
    } finally {
      java.stop();
      real.stop();
      threads.shutdownNow();
    }
  }
}
