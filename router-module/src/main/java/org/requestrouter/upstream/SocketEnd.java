package org.requestrouter.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.tunnel.ReadAhead;
import org.requestrouter.tunnel.TunnelEnd;

/** A tunnel's end at a server that was spoken to in clear text. */
final class SocketEnd implements TunnelEnd, UpstreamSocket.Owner {
  private final UpstreamSocket socket;
  private final ReadAhead readAhead;
  private volatile Runnable readable;

  SocketEnd(UpstreamSocket socket, ReadAhead readAhead) {
    this.socket = socket;
    this.readAhead = readAhead;
  }

  @Override
  public void open(Runnable whenReadable) {
    readable = whenReadable;
    socket.own(this);
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    return readAhead.isEmpty() ? socket.read(buffer) : readAhead.moveTo(buffer);
  }

  @Override
  public void waitForInput() {
    if (readAhead.isEmpty()) {
      socket.waitForInput();
    } else {
      readable.run();
    }
  }

  @Override
  public boolean write(ByteBuffer bytes, Callback later) throws IOException {
    if (socket.flush(bytes)) {
      return true;
    }
    socket.writeLater(later, bytes);
    return false;
  }

  @Override
  public void readable() {
    readable.run();
  }

  /** The next reading finds it out. */
  @Override
  public void closed() {
    readable.run();
  }

  @Override
  public void shutdownOutput() {
    socket.shutdownOutput();
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public void forget() {
    readable = () -> {};
  }

  @Override
  public void reset() {
    socket.reset();
  }
}
