package org.requestrouter.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that do something at the same time, each on a thread of its own. */
public final class Crowd {
  /** What each of them does; {@code index} counts them from 0. */
  @FunctionalInterface
  public interface Member {
    void run(int index) throws Exception;
  }

  private Crowd() {}

  /** Has all of them do it, and fails if one of them does. */
  public static void run(int size, Member member) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(size);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        int index = i;
        all.add(
            threads.submit(
                () -> {
                  member.run(index);
                  return null;
                }));
      }
      for (Future<?> each : all) each.get();
    } finally {
      threads.shutdownNow();
    }
  }
}
