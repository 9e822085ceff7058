package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting that says to what connections may be upgraded. */
class UpgradesConfigTest {
  private final BackendConfig backend = new RoutingConfig().backend("b");

  @Test
  void webSocketsAloneAreAllowedByDefault() {
    assertEquals(Set.of("websocket"), backend.upgrades());
    assertEquals("websocket", backend.getUpgrades());
  }

  @Test
  void namesAreTakenInAnyCaseAndOrder() {
    backend.setUpgrades("WebSocket, IRC/6.9 foo");
    assertEquals(Set.of("websocket", "irc/6.9", "foo"), backend.upgrades());
    assertEquals("foo irc/6.9 websocket", backend.getUpgrades());
  }

  @Test
  void noneAllowsNothing() {
    backend.setUpgrades("none");
    assertEquals(Set.of(), backend.upgrades());
    assertEquals("none", backend.getUpgrades());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b/",
        "web:socket",
        "none websocket",
        "h2c",
        "H2",
        "HTTP/2.0",
        "TLS/1.2"
      })
  void whatIsNoProtocolOrTheRoutersOwnIsRefused(String text) {
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> backend.setUpgrades(text));
    String start = "backend 'b': upgrades '" + text + "': '";
    assertTrue(refused.getMessage().startsWith(start), refused.getMessage());
  }
}
