package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.NanoTime;
import org.junit.jupiter.api.Test;

/** Clients that take their time to hold what others need. */
class SlowClientTest extends ProtocolTest {
  private static final int HALF_OPEN = 10_000;
  private static final int AT_A_TIME = 500;
  private static final int SPARE_FILES = 1_000;
  private static final String HALF = "GET / HTTP/1.1\r\nHost: a\r\nX-A: b";

  private RawClient half() throws IOException {
    RawClient client = connect();
    client.send(HALF);
    return client;
  }

  /** As many as there are files for one end of each connection in this process. */
  private static int halfOpen() {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
    return (int) Math.min(HALF_OPEN, free - SPARE_FILES) / AT_A_TIME * AT_A_TIME;
  }

  @Test
  void halfOpenHeadersLeaveOthersServedAndAreCutOff() throws Exception {
    assumeTrue(door == Door.CORE, "no door has been reached yet");
    start(
        (routing, backend, server) -> {},
        (jetty, component) ->
            ((ServerConnector) jetty.getConnectors()[0]).setAcceptQueueSize(1024));
    int count = halfOpen();
    try (HalfOpenClients clients = new HalfOpenClients(router.port(), HALF)) {
      for (int i = AT_A_TIME; i <= count; i += AT_A_TIME) {
        clients.add(AT_A_TIME);
        awaitConnected(i);
      }
      long begin = NanoTime.now();
      assertStillServes();
      long millis = NanoTime.millisSince(begin);
      System.out.println(count + " half-open headers, another is served in " + millis + " ms");
      assertTrue(millis < SOON.toMillis());
      await().atMost(SOON).untilAsserted(() -> assertEquals(0, router.busyThreads()));

      // What the operator, or the module network-connection-limit, does when there are too many.
      router.connector().getConnectedEndPoints().forEach(each -> each.setIdleTimeout(500));
      await().atMost(Wire.STEP).until(() -> router.connector().getConnectedEndPoints().size() <= 1);
      assertStillServes();
    }
  }

  private void awaitConnected(int count) {
    await()
        .atMost(Wire.STEP)
        .until(() -> router.connector().getConnectedEndPoints().size() == count);
  }

  @Test
  void silentHeaderIsCutOffByTheIdleTimeout() throws Exception {
    start();
    router.connector().setIdleTimeout(300);
    RawClient client = half();
    client.awaitEnd(SOON);
    assertStillServes();
  }

  @Test
  void headerThatNeverStopsComingIsCutOffAfterTheIdleTimeout() throws Exception {
    start();
    router.connector().setIdleTimeout(500);
    RawClient client = half();
    long begin = NanoTime.now();
    await().pollInterval(Duration.ofMillis(50)).atMost(SOON).until(() -> !takes(client));
    assertTrue(NanoTime.millisSince(begin) >= 500);
    assertStillServes();
  }

  private static boolean takes(RawClient client) {
    try {
      client.send("b");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void headerInPiecesWithinTheIdleTimeoutIsServed() throws Exception {
    start();
    upstream.serveOk();
    RawClient client = connect();
    client.sendByteByByte(HALF + "\r\n\r\n" + HALF + "\r\n\r\n");
    assertEquals(200, client.readResponse().status());
    assertEquals(200, client.readResponse().status());
  }

  @Test
  void contentBelowTheMinimumRateIsCutOff() throws Exception {
    start(
        (routing, backend, server) -> {},
        (jetty, component) -> jetty.insertHandler(new MinimumDataRateHandler(1_000_000, 0)));
    RawClient client = connect();
    client.request("POST /", "Content-Length: 100000");
    Wire server = upstream.accept();
    server.readHead();
    await().pollInterval(Duration.ofMillis(20)).atMost(SOON).until(() -> !takes(client));
    server.awaitEnd(SOON);
    assertStillServes();
  }

  @Test
  void beyondTheLimitOfConnectionsThoseThatAreThereAreGivenLessTime() throws Exception {
    assumeTrue(door == Door.CORE, "no door has been reached yet");
    start(
        (routing, backend, server) -> {},
        (jetty, component) -> {
          NetworkConnectionLimit limit = new NetworkConnectionLimit(2, jetty);
          limit.setEndPointIdleTimeout(300);
          jetty.addBean(limit);
        });
    RawClient first = half();
    await().atMost(SOON).until(() -> router.connector().getConnectedEndPoints().size() == 1);
    RawClient second = half();
    upstream.serveOk();
    RawClient third = connect().get("/");
    first.awaitEnd(SOON);
    assertEquals(200, third.readResponse().status());
    second.close();
  }
}
