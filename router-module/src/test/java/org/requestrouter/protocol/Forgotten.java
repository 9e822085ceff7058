package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.requestrouter.backend.Backend;

/** Exchanges, attempts and tunnels to which nothing may refer any more when they have ended. */
public final class Forgotten {
  private final List<WeakReference<?>> references = new ArrayList<>();

  /** Remembers what a backend has in hand, which is something. */
  public Forgotten(Backend backend) {
    List<Object> inHand = new ArrayList<>();
    backend.forEachWaiting(inHand::add);
    backend.forEachAttempt(
        attempt -> {
          inHand.add(attempt);
          inHand.add(attempt.exchange());
        });
    backend.servers().forEach(server -> server.upstream().tunnels().forEach(inHand::add));
    assertFalse(inHand.isEmpty(), "nothing in hand");
    inHand.forEach(object -> references.add(new WeakReference<>(object)));
  }

  /** Waits until all that has been remembered is garbage. */
  public void awaitEnd() {
    Awaitility.await()
        .atMost(Wire.STEP)
        .pollDelay(Duration.ZERO)
        .untilAsserted(() -> assertEquals(List.of(), held()));
  }

  private List<Object> held() {
    System.gc();
    List<Object> held = new ArrayList<>();
    for (WeakReference<?> reference : references) {
      if (!reference.refersTo(null)) held.add(reference.get().getClass().getSimpleName());
    }
    return held;
  }
}
