package org.requestrouter.examples.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenLoopTest {
  private static final long STALL_NANOS = 400_000_000L;

  @Test
  void requestsThatWereDueWhileTheServerStalledHaveWaited() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> stallOnce(server), "stalling-server");
      thread.start();
      Plan plan = new Plan("open", server.getLocalPort(), "/", 1, 0.5, 1000, 0, false);
      Map<String, Double> figures;
      try (OpenLoop loop = new OpenLoop(plan)) {
        figures = loop.run();
      }
      thread.join();
      assertEquals(500, figures.get("requests"));
      assertEquals(0, figures.get("errors"));
      // Counted from when each was sent, only one of the 500 would have waited.
      assertTrue(figures.get("p50") > 10_000, figures::toString);
    }
  }

  private static void stallOnce(ServerSocket server) {
    try (Socket socket = server.accept()) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream output = socket.getOutputStream();
      boolean stalled = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!stalled) {
            stalled = true;
            LockSupport.parkNanos(STALL_NANOS);
          }
          output.write(
              "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException x) {
      throw new AssertionError(x);
    }
  }
}
