package org.requestrouter.examples.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * WebSockets whose messages come back. Each sends the next when it has the last one again, or, if
 * they are to idle, only one, and then waits for the server to end it.
 */
final class WebSocketLoop extends ClientLoop {
  private static final int BATCH = 100;
  private static final double OPENING_SECONDS = 60;

  private final boolean idle;
  private final ByteBuffer message;
  private int open;
  private int ended;
  private long messages;
  private boolean counting;

  WebSocketLoop(Plan plan, boolean idle) throws IOException {
    super(plan);
    this.idle = idle;
    this.message = Frames.masked(plan.body());
  }

  @Override
  Map<String, Double> run() throws IOException {
    ByteBuffer handshake = Frames.handshake(plan.path());
    for (int i = 0; i < plan.connections(); i++) {
      ClientConnection connection = connect();
      connection.echo = new EchoReader(plan.body());
      connection.send(handshake);
      if (i % BATCH == 0) {
        poll(10);
      }
    }
    long limit = end(OPENING_SECONDS);
    while (open < plan.connections() && System.nanoTime() < limit && errors == 0) {
      poll(100);
    }
    if (open < plan.connections()) {
      throw new IOException(open + " of " + plan.connections() + " WebSockets could be opened");
    }
    LoadGenerator.say("ready");
    return idle ? waitForEnd() : exchange();
  }

  private Map<String, Double> exchange() throws IOException {
    long start = System.nanoTime();
    long end = end(plan.seconds());
    counting = true;
    for (ClientConnection connection : connections()) {
      connection.send(message);
    }
    long now = start;
    while (now < end) {
      poll((end - now) / 1_000_000);
      now = System.nanoTime();
    }
    return Map.of(
        "requests", (double) messages,
        "bytes", (double) bytes,
        "errors", (double) errors,
        "seconds", (now - start) / 1e9);
  }

  private Map<String, Double> waitForEnd() throws IOException {
    long limit = end(plan.seconds());
    while (ended < plan.connections() && System.nanoTime() < limit) {
      poll(100);
    }
    return Map.of("requests", (double) ended, "errors", (double) errors);
  }

  private static long end(double seconds) {
    return System.nanoTime() + (long) (seconds * 1e9);
  }

  @Override
  void received(ClientConnection connection, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      boolean opening = !connection.echo.isOpen();
      if (!connection.echo.read(buffer)) {
        return;
      }
      if (opening) {
        answered(connection);
      } else if (counting) {
        messages++;
        connection.send(message);
      } else {
        open++;
      }
    }
  }

  /** The handshake is over; a first message makes the way warm. */
  @Override
  void answered(ClientConnection connection) throws IOException {
    connection.send(message);
  }

  @Override
  void ended(ClientConnection connection) throws IOException {
    if (idle && open == plan.connections()) {
      ended++;
      connection.close();
    } else {
      super.ended(connection);
    }
  }
}
