package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that are silent during a poll are probed by TCP, as the system's timers show. */
class TcpProbesTest extends ProtocolTest {
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int TIMER = 5;
  private static final String ESTABLISHED = "01";
  private static final String PROBES = "02:";

  /** The system's table of TCP connections: local and remote end, state, queues, timer. */
  private static List<String[]> connections() throws IOException {
    Path ipv4 = Path.of("/proc/net/tcp");
    Path ipv6 = Path.of("/proc/net/tcp6");
    assumeTrue(Files.isReadable(ipv4), "this system has no table of timers");
    List<String> lines = new ArrayList<>(Files.readAllLines(ipv4));
    if (Files.exists(ipv6)) {
      lines.addAll(Files.readAllLines(ipv6));
    }
    return lines.stream().map(line -> line.strip().split("\\s+", -1)).toList();
  }

  private static boolean hasPort(String end, int port) {
    return end.endsWith(":%04X".formatted(port));
  }

  /** The timer that runs for the end of a connection whose own port is 0 if any will do. */
  private static String timer(int localPort, int remotePort) throws IOException {
    return connections().stream()
        .filter(fields -> fields[STATE].equals(ESTABLISHED) && hasPort(fields[REMOTE], remotePort))
        .filter(fields -> localPort == 0 || hasPort(fields[LOCAL], localPort))
        .map(fields -> fields[TIMER])
        .findFirst()
        .orElseThrow();
  }

  private static void assertProbedWithin(int seconds, String timer) {
    assertTrue(timer.startsWith(PROBES), timer);
    long hundredths = Long.parseLong(timer.substring(PROBES.length()), 16);
    assertTrue(hundredths > 0 && hundredths <= seconds * 100L, timer);
  }

  @Test
  void bothSidesAreProbedAsConfigured() throws Exception {
    assumeTrue(door == Door.CORE, "the connection is the same behind every door");
    start(
        (routing, backend, server) -> backend.setTcpKeepAlive("50s 5s 2"),
        (server, router) -> router.setTcpKeepAlive("20s 5s 2"));
    RawClient client = connect().get("/poll");
    Wire server = upstream.accept();
    server.readRequest();
    await()
        .atMost(Wire.STEP)
        .untilAsserted(
            () -> {
              assertProbedWithin(20, timer(router.port(), client.localPort()));
              assertProbedWithin(50, timer(0, upstream.port()));
            });
    server.send(RawServer.OK);
    assertEquals(200, client.readResponse().status());
  }

  @Test
  void nothingIsProbedByDefault() throws Exception {
    assumeTrue(door == Door.CORE, "the connection is the same behind every door");
    start();
    RawClient client = connect().get("/poll");
    Wire server = upstream.accept();
    server.readRequest();
    await()
        .atMost(Wire.STEP)
        .untilAsserted(
            () -> {
              assertEquals("00:00000000", timer(router.port(), client.localPort()));
              assertEquals("00:00000000", timer(0, upstream.port()));
            });
    server.send(RawServer.OK);
    assertEquals(200, client.readResponse().status());
  }
}
