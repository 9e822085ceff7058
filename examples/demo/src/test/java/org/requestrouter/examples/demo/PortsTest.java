package org.requestrouter.examples.demo;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
  private static final String HOST = "127.0.0.1";

  @Test
  void aPortInUseIsNamedWithTheOptionThatChangesIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, Integer> ports = Map.of("demo.notes.port", taken.getLocalPort());
      DemoException x = assertThrows(DemoException.class, () -> Ports.requireFree(HOST, ports));
      assertEquals(
          "Port %d of 127.0.0.1 is in use. Stop what uses it, or choose another: mvn -Pdemo -D%s=N"
              .formatted(taken.getLocalPort(), "demo.notes.port"),
          x.getMessage());
    }
  }

  @Test
  void onePortForTwoIsRefused() {
    Map<String, Integer> same = Map.of("demo.port", 9, "demo.notes.port", 9);
    DemoException x = assertThrows(DemoException.class, () -> Ports.requireFree(HOST, same));
    assertEquals("demo.port and demo.notes.port are both 9.", x.getMessage());
  }

  @Test
  void freePortsAreAccepted() {
    assertDoesNotThrow(() -> Ports.requireFree(HOST, Map.of("demo.port", 0)));
  }
}
