package org.requestrouter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** A port of the loopback interface at which nobody listens. */
public final class FreePort {
  private static final int LOWEST = 20_000;
  private static final int PORTS = 12_000;

  private FreePort() {}

  /** Returns a port that no socket of this machine is given by chance. */
  public static int find() throws IOException {
    Random random = new Random();
    IOException last = null;
    for (int tries = 0; tries < 100; tries++) {
      int port = LOWEST + random.nextInt(PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw new IOException("no free port", last);
  }
}
