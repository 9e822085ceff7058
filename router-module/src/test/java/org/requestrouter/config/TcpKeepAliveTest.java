package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.RequestRouter;

class TcpKeepAliveTest {

  @ParameterizedTest
  @CsvSource({
    "off, off",
    "system, system",
    "60s, 60s",
    "1m 10s, 60s 10s",
    "'  1h\t1m   127 ', 3600s 60s 127",
    "500ms 1001ms 1, 1s 2s 1",
    "32767s 32767s 127, 32767s 32767s 127",
  })
  void everyFormIsRead(String text, String normal) {
    TcpKeepAlive read = TcpKeepAlive.parse("k", text);
    assertEquals(normal, read.toString());
    assertEquals(read, TcpKeepAlive.parse("k", normal));
    assertEquals(!text.equals("off"), read.enabled());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "60s 10s 3 4 | 60s 10s 3 4 | must be off, system, or IDLE [INTERVAL [COUNT]]",
        "true | true | not a duration; write a whole number and a unit, such as 30s",
        "60s 10s 0 | 0 | must be from 1 to 127 probes",
        "60s 10s 128 | 128 | must be from 1 to 127 probes",
        "60s 10s x | x | not a number of probes",
        "32768s | 32768s | must not be over 32767s",
        "1s 10h | 10h | must not be over 32767s",
      })
  void whatCannotBeIsRefused(String text, String named, String reason) {
    assertEquals("k '" + named + "': " + reason, refusal(text));
  }

  @Test
  void nothingIsNoValue() {
    String message = "k '': must be off, system, or IDLE [INTERVAL [COUNT]]";
    assertEquals(message, refusal(" "));
    assertEquals(message, refusal(null));
  }

  private static String refusal(String text) {
    return assertThrows(ConfigurationException.class, () -> TcpKeepAlive.parse("k", text))
        .getMessage();
  }

  @Test
  void nothingIsProbedByDefault() {
    BackendConfig backend = new RoutingConfig().backend("b");
    assertSame(TcpKeepAlive.OFF, backend.getTcpKeepAlive());
    assertFalse(backend.getTcpKeepAlive().enabled());
    assertEquals("off", new RequestRouter(new Server(), new RoutingConfig()).getTcpKeepAlive());
  }

  @Test
  void refusalsNameTheOption() {
    BackendConfig backend = new RoutingConfig().backend("b");
    assertEquals(
        "backend 'b': tcpKeepAlive '0s': a duration must not be zero",
        assertThrows(ConfigurationException.class, () -> backend.setTcpKeepAlive("0s"))
            .getMessage());
    RequestRouter router = new RequestRouter(new Server(), new RoutingConfig());
    assertEquals(
        "request-router.tcpKeepAlive '0s': a duration must not be zero",
        assertThrows(ConfigurationException.class, () -> router.setTcpKeepAlive("0s"))
            .getMessage());
  }
}
