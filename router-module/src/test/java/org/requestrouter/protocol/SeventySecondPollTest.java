package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A poll that takes longer than anything by default allows, in real time. It waits, beside all
 * other tests.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeventySecondPollTest {

  @ParameterizedTest
  @EnumSource
  @Execution(ExecutionMode.CONCURRENT)
  void pollIsAnsweredWhereARequestBesideItHasLongTimedOut(Door door) throws Exception {
    try (RawServer upstream = new RawServer()) {
      RouterFixture router =
          RouterFixture.start(
              door,
              upstream.port(),
              (routing, backend, server) ->
                  routing.useBackend("b", "{ path_beg /poll }").setServerTimeout("5m"));
      try (RawClient poll = RawClient.connect(router.port());
          RawClient other = RawClient.connect(router.port())) {
        poll.get("/poll");
        Wire held = upstream.accept();
        held.readRequest();
        other.get("/other");
        upstream.accept().readRequest();
        poll.expectSilence(Duration.ofSeconds(70));
        assertEquals(504, other.readResponse().status());
        held.send(RawServer.OK);
        assertEquals("ok", poll.readResponse().content());
      } finally {
        router.stop();
      }
    }
  }
}
