package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.requestrouter.protocol.SimulatedClock;

/** Polls of hours that Jetty's HTTP client carries; the time of the router is the test's. */
class CarriedHoursTest extends CarrierTest {

  /** For this thread, whose time is real, a request may have been sent hours ahead. */
  private static final long ANY = -Duration.ofDays(1).toNanos();

  private record Poll(Response response, Callback callback) {}

  private final BlockingQueue<Poll> polls = new LinkedBlockingQueue<>();
  private final SimulatedClock clock = open(new SimulatedClock());

  @Override
  void startRouter() throws Exception {
    router = new TestRouter(config, clock);
  }

  private Poll poll() throws InterruptedException {
    return polls.poll(TestRouter.STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets time pass once the router is in the middle of nothing. */
  private void pass(Duration time) throws Exception {
    await()
        .atMost(TestRouter.STEP)
        .until(
            () ->
                router.backend().servers().get(0).upstream().waitingLongerThan(ANY) == 1
                    && router.busyThreads() == 0);
    clock.advance(time);
  }

  @Test
  void pollIsHeldForAsLongAsTheServerMayBeSilent() throws Exception {
    backend().setServerTimeout("5h");
    start(
        (request, response, callback) -> {
          request.addFailureListener(callback::failed);
          polls.add(new Poll(response, callback));
        });
    Client client = connect();
    for (int i = 0; i < 2; i++) {
      client.request("GET /poll");
      Poll held = poll();
      pass(Duration.ofHours(4).plusMinutes(59));
      assertEquals(1, router.backend().inFlight());
      Content.Sink.write(held.response(), true, "ok", held.callback());
      assertEquals("ok", client.content(client.head()));
    }
    client.request("GET /poll");
    poll();
    pass(Duration.ofHours(5).plusMinutes(1));
    assertEquals(504, client.head().status());
  }
}
