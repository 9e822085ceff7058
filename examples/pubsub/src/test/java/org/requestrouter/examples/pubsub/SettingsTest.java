package org.requestrouter.examples.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void defaultsAreThoseOfTheDocumentation() {
    assertEquals(new Settings("127.0.0.1", 8082, Duration.ofMinutes(4), 64), Settings.parse());
  }

  @Test
  void everyOptionIsTaken() {
    assertEquals(
        new Settings("0.0.0.0", 1, Duration.ofMillis(500), 3),
        Settings.parse("--host", "0.0.0.0", "--port", "1", "--hold", "500ms", "--memory", "3"));
    assertEquals(Duration.ofSeconds(30), Settings.parse("--hold", "30s").hold());
    assertEquals(Duration.ofHours(1), Settings.parse("--hold", "1h").hold());
  }

  @Test
  void mistakesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Settings.parse("--prot", "1"));
    assertThrows(IllegalArgumentException.class, () -> Settings.parse("--port"));
    assertThrows(IllegalArgumentException.class, () -> Settings.parse("--port", "http"));
    assertThrows(DateTimeException.class, () -> Settings.parse("--hold", "long"));
  }
}
