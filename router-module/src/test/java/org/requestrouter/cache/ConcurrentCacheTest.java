package org.requestrouter.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;

/** Several threads that keep, find, invalidate and read, in a cache that is too small for all. */
class ConcurrentCacheTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 2_000;
  private static final int TARGETS = 40;

  private final SharePolicy policy = Given.caching();
  private final ResponseCache cache = new ResponseCache(40_000);
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger released = new AtomicInteger();
  private final List<Request> requests = new ArrayList<>();
  private final List<ShareKey> keys = new ArrayList<>();

  @Test
  void everyContentIsGivenBackOnceAndNoneWhileItIsRead() throws Exception {
    for (int i = 0; i < TARGETS; i++) {
      requests.add(Given.get("http://h/" + i));
      keys.add(ShareKey.of(requests.get(i), policy, Given.SCOPE));
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        tasks.add(() -> run(random));
      }
      for (Future<Void> done : threads.invokeAll(tasks, 1, TimeUnit.MINUTES)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    cache.clear();
    assertEquals(made.get(), released.get());
    assertTrue(made.get() > 0);
  }

  private Void run(Random random) {
    for (int i = 0; i < ROUNDS; i++) {
      int target = random.nextInt(TARGETS);
      int what = random.nextInt(10);
      if (what == 0) {
        cache.invalidate(keys.get(target).target(), System.nanoTime());
      } else if (what < 5) {
        put(keys.get(target), (byte) target);
      } else {
        read(target);
      }
    }
    return null;
  }

  private void put(ShareKey key, byte mark) {
    ByteBuffer bytes = ByteBuffer.allocate(1_000);
    for (int i = 0; i < bytes.capacity(); i++) {
      bytes.put(i, mark);
    }
    FetchedHeader header = FetchedHeader.now(200, HttpFields.EMPTY, System.nanoTime());
    Sharing sharing = Sharing.of(HttpFields.EMPTY, header, policy);
    made.incrementAndGet();
    SharedContent content =
        SharedContent.of(
            bytes,
            () -> {
              bytes.put(0, (byte) -1);
              bytes.put(999, (byte) -1);
              released.incrementAndGet();
            });
    cache.put(key, StoredResponse.of(header, sharing, Variant.NONE, content));
    content.release();
  }

  private void read(int target) {
    Lookup found = cache.lookup(keys.get(target), requests.get(target), System.nanoTime());
    if (found.response() != null && found.response().content().tryRetain()) {
      ByteBuffer bytes = found.response().content().slice();
      assertEquals(target, bytes.get(0));
      assertEquals(target, bytes.get(999));
      found.response().content().release();
    }
  }
}
