package org.requestrouter.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.requestrouter.flow.Pump;
import org.requestrouter.flow.ReadBuffer;

/**
 * The bytes of one direction. One reading is written before the next is asked for, so that a slow
 * side stops the other, and while nothing comes there is no buffer.
 */
final class Flow extends Pump {
  private final Tunnel tunnel;
  private final TunnelEnd from;
  private final TunnelEnd to;
  private final boolean toServer;

  /** Null if what passes is no WebSocket. */
  private final FrameBoundaries frames;

  private ReadBuffer buffer;
  private boolean large;
  private volatile ByteBuffer farewell;
  private boolean said;
  private volatile boolean left;

  Flow(Tunnel tunnel, TunnelEnd from, TunnelEnd to, boolean toServer) {
    this.tunnel = tunnel;
    this.from = from;
    this.to = to;
    this.toServer = toServer;
    this.frames = tunnel.isWebSocket() ? new FrameBoundaries() : null;
  }

  void start() {
    from.open(this::iterate);
    iterate();
  }

  /** Has a last frame put in as soon as the present one is over; what follows it is dropped. */
  void endWith(ByteBuffer lastFrame) {
    farewell = lastFrame;
  }

  @Override
  protected Step step() throws IOException {
    releaseBuffer();
    if (isTimeForFarewell()) {
      said = true;
      if (!to.write(farewell, this)) {
        return Step.SCHEDULED;
      }
    }
    if (said && !left) {
      to.shutdownOutput();
      left = true;
    }
    return readOnce();
  }

  private boolean isTimeForFarewell() {
    return farewell != null && !said && frames.isBetweenFrames();
  }

  /** Other tunnels of this thread have their turn before this one reads again. */
  private Step readOnce() throws IOException {
    buffer = ReadBuffer.acquire(tunnel.buffers(), large);
    ByteBuffer bytes = buffer.bytes();
    int count = from.read(bytes);
    if (count < 0) {
      return Step.DONE;
    }
    if (count > 0) {
      large |= count == bytes.capacity();
      if (!relay(bytes)) {
        return Step.SCHEDULED;
      }
    }
    releaseBuffer();
    if (isTimeForFarewell()) {
      iterate();
    } else {
      from.waitForInput();
    }
    return Step.IDLE;
  }

  /** Returns false if the bytes are yet to be written. */
  private boolean relay(ByteBuffer bytes) throws IOException {
    if (said) {
      return true;
    }
    if (farewell != null) {
      bytes.limit(frames.passToEnd(bytes));
    } else if (frames != null) {
      frames.pass(bytes);
    }
    tunnel.passed(toServer, bytes.remaining());
    return !bytes.hasRemaining() || to.write(bytes, this);
  }

  @Override
  protected void ended(Throwable failure) {
    releaseBuffer();
    tunnel.ended(this, failure);
  }

  /** Whether the last frame has been written, so that nothing is missing where this ends. */
  boolean hasLeft() {
    return left;
  }

  /** The other side of this direction is told that nothing follows. */
  void shutdownOutput() {
    to.shutdownOutput();
  }

  private void releaseBuffer() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }
}
