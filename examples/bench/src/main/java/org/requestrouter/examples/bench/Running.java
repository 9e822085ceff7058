package org.requestrouter.examples.bench;

import java.io.IOException;

/**
 * A system that has been started.
 *
 * @param system what it is
 * @param child its process
 * @param port where it listens, on 127.0.0.1
 */
record Running(ProxySystem system, Child child, int port) implements AutoCloseable {
  /** Waits until it serves. */
  Running awaitReady() throws IOException, InterruptedException {
    child.awaitReady(port, system.group().path());
    return this;
  }

  ProcFs procFs() {
    return new ProcFs(child.pid());
  }

  @Override
  public void close() {
    child.close();
  }
}
