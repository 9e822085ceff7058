package org.requestrouter.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;

/** One side of a WebSocket, which keeps what it gets, or sends it back. */
final class SocketPeer implements FrameHandler {
  private final boolean echoes;
  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
  final CompletableFuture<CoreSession> session = new CompletableFuture<>();
  final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

  SocketPeer(boolean echoes) {
    this.echoes = echoes;
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session.complete(opened);
    callback.succeeded();
    opened.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    CoreSession own = session.getNow(null);
    Frame copy = Frame.copy(frame);
    Callback next =
        Callback.from(
            () -> {
              callback.succeeded();
              own.demand();
            },
            callback::failed);
    frames.add(copy);
    if (echoes && OpCode.isDataFrame(frame.getOpCode())) {
      own.sendFrame(
          new Frame(frame.getOpCode(), frame.isFin(), copy.getPayload().slice()), next, false);
    } else if (echoes && frame.getOpCode() == OpCode.PING) {
      own.sendFrame(new Frame(OpCode.PONG, copy.getPayload().slice()), next, false);
    } else {
      next.succeeded();
    }
  }

  /** The next frame that comes. */
  Frame next() throws InterruptedException {
    Frame frame = frames.poll(TestRouter.STEP.toMillis(), TimeUnit.MILLISECONDS);
    if (frame == null) {
      throw new AssertionError("no frame within " + TestRouter.STEP);
    }
    return frame;
  }

  /** The next message, which may come in fragments. */
  byte[] nextMessage() throws InterruptedException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    Frame frame;
    do {
      frame = next();
      message.writeBytes(payload(frame));
    } while (!frame.isFin());
    return message.toByteArray();
  }

  void send(byte opCode, byte... payload) throws Exception {
    Callback.Completable sent = new Callback.Completable();
    session
        .get(TestRouter.STEP.toMillis(), TimeUnit.MILLISECONDS)
        .sendFrame(new Frame(opCode, ByteBuffer.wrap(payload)), sent, false);
    sent.get(TestRouter.STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  static byte[] payload(Frame frame) {
    return BufferUtil.toArray(frame.getPayload().slice());
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    closed.complete(status);
    callback.succeeded();
  }
}
