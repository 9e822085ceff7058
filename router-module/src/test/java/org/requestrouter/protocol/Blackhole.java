package org.requestrouter.protocol;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port on loopback where connection attempts get no answer: its accept queue is kept full. */
final class Blackhole implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final List<Socket> fillers = new ArrayList<>();

  Blackhole() throws IOException {}

  int port() {
    return listener.getLocalPort();
  }

  /** Fills the queue; false if the system goes on accepting. */
  boolean swallows() throws IOException {
    for (int i = 0; i < 16; i++) {
      Socket filler = new Socket();
      fillers.add(filler);
      try {
        filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 300);
      } catch (SocketTimeoutException e) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    for (Socket filler : fillers) filler.close();
    listener.close();
  }
}
