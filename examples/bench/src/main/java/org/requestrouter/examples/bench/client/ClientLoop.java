package org.requestrouter.examples.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Connections to one server, and the thread that reads from them. */
abstract class ClientLoop implements AutoCloseable {
  private static final int READ_SIZE = 512 * 1024;
  private static final ByteBuffer BUFFER = ByteBuffer.allocateDirect(READ_SIZE);

  final Plan plan;
  final Requests requests;
  long bytes;
  long errors;

  private final Selector selector = Selector.open();
  private final List<ClientConnection> connections = new ArrayList<>();

  ClientLoop(Plan plan) throws IOException {
    this.plan = plan;
    this.requests = new Requests(plan);
  }

  /** Makes the load, and gives its figures. */
  abstract Map<String, Double> run() throws IOException;

  /** A response is complete. */
  abstract void answered(ClientConnection connection) throws IOException;

  /** The server has ended a connection. */
  void ended(ClientConnection connection) throws IOException {
    errors++;
    connection.close();
  }

  /** Something of a response has come. */
  void received(ClientConnection connection, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining() && connection.reader.read(buffer)) {
      if (connection.reader.status() != 200) {
        errors++;
      }
      answered(connection);
    }
  }

  final ClientConnection connect() throws IOException {
    ClientConnection connection = new ClientConnection(selector, plan.port());
    connections.add(connection);
    return connection;
  }

  final void forget(ClientConnection connection) throws IOException {
    connections.remove(connection);
    connection.close();
  }

  final List<ClientConnection> connections() {
    return connections;
  }

  /** Waits for the server, at most so long, and serves what has come. */
  final void poll(long millis) throws IOException {
    selector.select(this::selected, Math.max(1, millis));
  }

  private void selected(SelectionKey key) {
    ClientConnection connection = (ClientConnection) key.attachment();
    try {
      if (key.isWritable()) {
        connection.write();
      }
      if (key.isReadable()) {
        read(connection);
      }
    } catch (IOException x) {
      fail(connection);
    }
  }

  private void read(ClientConnection connection) throws IOException {
    BUFFER.clear();
    int length = connection.read(BUFFER);
    if (length < 0) {
      ended(connection);
      return;
    }
    bytes += length;
    received(connection, BUFFER.flip());
  }

  private void fail(ClientConnection connection) {
    errors++;
    try {
      connection.close();
    } catch (IOException x) {
      System.err.println("close: " + x);
    }
  }

  @Override
  public final void close() throws IOException {
    for (ClientConnection connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
