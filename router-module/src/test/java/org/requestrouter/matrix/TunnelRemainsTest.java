package org.requestrouter.matrix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.Alone;
import org.requestrouter.connector.InlineHttpConnection;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.protocol.LiveObjects;
import org.requestrouter.protocol.Wire;

/**
 * What an open WebSocket still holds of the request that it began with: it may be open for days.
 */
@Alone
@ParameterizedClass(name = "{0}")
@EnumSource(Door.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TunnelRemainsTest {
  @Parameter Door door;

  @ParameterizedTest
  @EnumSource(value = Back.class, names = "HTTP_1_0", mode = EnumSource.Mode.EXCLUDE)
  void itHoldsNothingOfItsExchangeNorOfTheConnectionAsItWasBefore(Back back) throws Exception {
    try (Site site = new Site(door, back)) {
      Way way = site.way(Front.HTTP_1_1, back);
      String target = way.target();
      try (Client client = way.connect()) {
        End asked = client.webSocket(target);
        try (End server = way.accept(target)) {
          server.acceptWebSocket();
          asked.expectWebSocket();
          await().atMost(Wire.STEP).untilAsserted(() -> assertEquals(Map.of(), remains()));
          asked.leave();
          server.expectGone(Wire.STEP);
        }
      }
    }
  }

  private static Map<String, Long> remains() {
    LiveObjects live = LiveObjects.count();
    Map<String, Long> remains = new TreeMap<>();
    for (Class<?> type : new Class<?>[] {Exchange.class, Attempt.class, InlineHttpConnection.class})
      if (live.of(type.getName()) > 0) remains.put(type.getSimpleName(), live.of(type.getName()));
    return remains;
  }
}
