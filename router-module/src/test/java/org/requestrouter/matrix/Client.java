package org.requestrouter.matrix;

import java.io.IOException;
import java.time.Duration;

/** A client with one connection to the router. */
interface Client extends AutoCloseable {
  /** Sends the header of a request; the one before must have come to its end. */
  End send(Request request) throws Exception;

  /** Asks for a WebSocket; the end is that of bytes both ways once the server has agreed. */
  End webSocket(String target) throws Exception;

  /** Expects the router to end the connection. */
  void expectClosed(Duration limit) throws Exception;

  @Override
  void close() throws IOException;
}
