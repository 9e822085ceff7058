package org.requestrouter.matrix;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** A way through a router that runs: clients on the one side, a server on the other. */
record Way(Front front, Back back, Entrance entrance, BackEnd server) {
  private static final AtomicLong TARGETS = new AtomicLong();

  /** Whether content of unknown length has an end of its own the whole way. */
  boolean hasChunks() {
    return front.hasChunks() && back.hasChunks();
  }

  /** A target that no other request has. */
  String target() {
    return "/" + back.id() + "/" + TARGETS.incrementAndGet() + "?a=b";
  }

  Client connect() throws Exception {
    return front.connect(entrance);
  }

  /** The request at the server. */
  End accept(String target) throws IOException {
    return server.accept(target);
  }
}
