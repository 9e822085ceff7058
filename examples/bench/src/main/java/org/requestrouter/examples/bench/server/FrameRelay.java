package org.requestrouter.examples.bench.server;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * One side of a WebSocket that Jetty's websocket-core reads frame by frame: each goes to the other
 * side, and the next one is demanded when it has been written.
 */
final class FrameRelay implements FrameHandler {
  private final CompletableFuture<CoreSession> session = new CompletableFuture<>();
  private FrameRelay other;

  /** Joins both sides. */
  static void join(FrameRelay one, FrameRelay another) {
    one.other = another;
    another.other = one;
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    opened.setAutoFragment(false);
    session.complete(opened);
    callback.succeeded();
    // Nothing can be relayed before the other side is open, too.
    other.session.thenRun(opened::demand);
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    Callback written =
        Callback.from(
            callback.getInvocationType(),
            () -> {
              callback.succeeded();
              if (frame.getOpCode() != OpCode.CLOSE) {
                session.join().demand();
              }
            },
            callback::failed);
    other.session.join().sendFrame(copy(frame), written, false);
  }

  /** The mask belongs to the side that it came from. */
  private static Frame copy(Frame frame) {
    ByteBuffer payload = frame.getPayload();
    Frame copy = Frame.copyWithoutPayload(frame).setMask(null);
    return payload == null ? copy : copy.setPayload(payload);
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    session.completeExceptionally(cause);
    other.session.thenAccept(CoreSession::abort);
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    callback.succeeded();
  }
}
