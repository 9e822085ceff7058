package org.requestrouter.matrix;

import java.io.IOException;

/** A server behind the router, where tests play the server's part. */
interface BackEnd extends AutoCloseable {
  /** What follows the scheme in the server's URI. */
  String address();

  /** Waits for the request with that target, which no other has. */
  End accept(String target) throws IOException;

  @Override
  void close() throws IOException;
}
