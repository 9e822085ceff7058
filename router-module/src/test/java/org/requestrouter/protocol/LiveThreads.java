package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The threads of this process at a moment, to be compared with those later. */
final class LiveThreads {
  /** Of the system, which has them when they are wanted first, and of the test itself. */
  private static final List<String> OTHERS =
      List.of("process reaper", "Attach Listener", "Cleaner-", "Common-Cleaner", "junit-", "await");

  private final Set<Thread> before = all();

  private LiveThreads() {}

  static LiveThreads now() {
    return new LiveThreads();
  }

  private static Set<Thread> all() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  /** Waits until there is none that was not there before. */
  void awaitNoOthers() {
    await().atMost(Wire.STEP).untilAsserted(() -> assertEquals(List.of(), others()));
  }

  private List<String> others() {
    return all().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> OTHERS.stream().noneMatch(name::startsWith))
        .sorted()
        .toList();
  }
}
