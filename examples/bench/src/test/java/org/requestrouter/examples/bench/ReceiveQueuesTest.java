package org.requestrouter.examples.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReceiveQueuesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void aQueueIsEmptyWhenAllIsAcceptedAndRead() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      int port = server.getLocalPort();
      assertTrue(ReceiveQueues.isEmpty(port));
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertTrue(becomes(false, port), "not accepted");
        try (Socket accepted = server.accept()) {
          assertTrue(becomes(true, port), "accepted");
          client.getOutputStream().write('x');
          assertTrue(becomes(false, port), "not read");
          assertTrue(accepted.getInputStream().read() == 'x');
          assertTrue(becomes(true, port), "read");
        }
      }
    }
  }

  private static boolean becomes(boolean empty, int port) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (ReceiveQueues.isEmpty(port) != empty && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return ReceiveQueues.isEmpty(port) == empty;
  }

  @Test
  void otherPortsDoNotCount() {
    String line = "  12: 0100007F:1F90 00000000:0000 0A 00000000:00000003 00:00000000 00000000";
    assertFalse(ReceiveQueues.isEmpty(line, 0x1f90));
    assertTrue(ReceiveQueues.isEmpty(line, 0x1f91));
  }
}
