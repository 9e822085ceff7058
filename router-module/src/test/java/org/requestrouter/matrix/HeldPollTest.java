package org.requestrouter.matrix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.requestrouter.protocol.Wire;

/** What a poll with content takes while it is held, on every way. */
@ParameterizedClass(name = "{0}")
@EnumSource(Door.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeldPollTest {
  private static Site site;

  @Parameter Door door;

  @BeforeParameterizedClassInvocation
  static void start(Door door) throws Exception {
    site = new Site(door, Back.values());
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    site.close();
  }

  static Stream<Arguments> ways() {
    return Stream.of(Front.values())
        .flatMap(front -> Stream.of(Back.values()).map(back -> Arguments.of(front, back)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void holdsNoBuffer(Front front, Back back) throws Exception {
    Way way = site.way(front, back);
    String target = way.target();
    try (Client client = way.connect()) {
      End asked = client.send(new Request("POST", target, "messages?".length()));
      asked.write("messages?");
      asked.finish();
      try (End server = way.accept(target)) {
        server.expect("messages?");
        server.expectFinish();
        await()
            .atMost(Wire.STEP)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(5))
            .untilAsserted(() -> assertEquals("", way.entrance().buffersInUse()));
        server.respond(200, "one".length());
        server.write("one");
        server.finish();
      }
      assertEquals(200, asked.head().status());
      asked.expect("one");
      asked.expectFinish();
    }
  }
}
