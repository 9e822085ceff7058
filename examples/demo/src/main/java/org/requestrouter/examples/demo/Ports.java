package org.requestrouter.examples.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;

/** Looks whether ports are free before anything is started, for a message that helps. */
final class Ports {
  private Ports() {}

  /**
   * @param ports each port, by the property that changes it
   */
  static void requireFree(String host, Map<String, Integer> ports) throws DemoException {
    Map<Integer, String> seen = new TreeMap<>();
    for (Map.Entry<String, Integer> entry : new TreeMap<>(ports).entrySet()) {
      String property = entry.getKey();
      int port = entry.getValue();
      String other = seen.putIfAbsent(port, property);
      if (other != null) {
        throw new DemoException(property + " and " + other + " are both " + port + ".");
      }
      if (!isFree(host, port)) {
        throw new DemoException(
            "Port %d of %s is in use. Stop what uses it, or choose another: mvn -Pdemo -D%s=N"
                .formatted(port, host, property));
      }
    }
  }

  private static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers do it: a port whose old connections linger is free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException x) {
      return false;
    }
  }
}
