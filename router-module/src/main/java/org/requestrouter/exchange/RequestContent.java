package org.requestrouter.exchange;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.requestrouter.connector.InlineHttpConnection;

/**
 * The content of the client's request: read by one reader at a time (the sender of an attempt), and
 * discarded when the response ends before it.
 */
public final class RequestContent implements Invocable.Task {

  /** Bytes of an abandoned request that are dropped before the connection is given up. */
  static final long DISCARD_LIMIT = 1 << 20;

  private enum Demand {
    NONE,
    READER,
    DISCARD,
    WITHDRAWN,
    ENDED
  }

  private final Downstream downstream;
  private final Request request;
  private final AtomicReference<Demand> demand = new AtomicReference<>(Demand.NONE);
  private volatile boolean expectsContinue;
  private volatile boolean touched;
  private volatile boolean complete;
  private long discarded;
  private boolean readerActive;

  /** Nobody, once it is closed: the client's connection may keep this until its next event. */
  private volatile Runnable reader = RequestContent::nobody;

  private Runnable afterReader;
  private Runnable afterDiscard;
  private Runnable afterWithdrawal;

  RequestContent(Downstream downstream) {
    this.downstream = downstream;
    this.request = downstream.request();
    this.expectsContinue =
        request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
  }

  private static void nobody() {}

  /** Takes the content for a reader, which must {@link #close} it. */
  public synchronized void open(Runnable onAvailable) {
    reader = onAvailable;
    readerActive = true;
  }

  /** Gives the content back; the reader will not read again. */
  public void close() {
    Runnable then;
    synchronized (this) {
      readerActive = false;
      reader = RequestContent::nobody;
      then = afterReader;
      afterReader = null;
    }
    if (then != null) {
      then.run();
    }
  }

  /** Reads a chunk, or null if none is available now. The caller releases it. */
  public Content.Chunk read() {
    Content.Chunk chunk = request.read();
    if (Content.Chunk.isFailure(chunk)) {
      return InlineHttpConnection.hasBadContent(request) ? malformed(chunk) : chunk;
    }
    if (chunk != null) {
      touched |= chunk.hasRemaining();
      if (chunk.hasRemaining()) {
        expectsContinue = false;
      }
      if (chunk.isLast() && !complete) {
        complete = true;
        downstream.watch();
      }
    }
    return chunk;
  }

  /** Jetty reports malformed content as if the client had left, who waits for an answer. */
  private static Content.Chunk malformed(Content.Chunk chunk) {
    return Content.Chunk.from(
        new HttpException.RuntimeException(
            HttpStatus.BAD_REQUEST_400, "malformed content", chunk.getFailure()),
        true);
  }

  /** Asks for the reader to be run when there is something to read. */
  public void demand() {
    // One that an earlier reader has left behind is answered to the present one.
    if (demand.getAndSet(Demand.READER) != Demand.READER) {
      downstream.awaitClient();
      request.demand(this);
    }
  }

  /** Whether the client waits for 100 Continue, so that demanding its content would be wrong. */
  public boolean expectsContinue() {
    return expectsContinue;
  }

  /** The server, or the client by sending anyway, says that content is to flow. */
  public void proceed() {
    Runnable toRun;
    synchronized (this) {
      if (!expectsContinue || complete) {
        return;
      }
      expectsContinue = false;
      toRun = readerActive ? reader : null;
    }
    if (toRun != null) {
      downstream.unwatch(toRun);
    }
  }

  /** Whether the client has sent all of it, and it has been read. */
  public boolean isComplete() {
    return complete;
  }

  /** Whether content bytes have been read, so that the request cannot be sent again. */
  boolean isTouched() {
    return touched;
  }

  /** Whether its end has been read, and nothing came before it. */
  boolean isKnownEmpty() {
    return complete && !touched;
  }

  /** Runs the action once no reader reads any more. */
  void whenClosed(Runnable then) {
    synchronized (this) {
      if (readerActive) {
        afterReader = then;
        return;
      }
    }
    then.run();
  }

  /**
   * Reads and drops what the client still sends of a request that nobody wants, then runs the
   * action: a connection closed with unread bytes is reset, and the response may be lost with it.
   */
  void discard(Runnable then) {
    if (complete || expectsContinue) {
      then.run();
      return;
    }
    afterDiscard = then;
    // A demand of the reader may still be out: its answer then starts the discarding.
    if (!demand.compareAndSet(Demand.READER, Demand.DISCARD)) {
      downstream.unwatch(this::discardNow);
    }
  }

  /**
   * Takes a demand back that the reader has left, then runs the action: Jetty takes a request that
   * ends while content is demanded for broken, and cuts the connection.
   */
  void withdraw(Runnable then) {
    afterWithdrawal = then;
    boolean none = !demand.compareAndSet(Demand.READER, Demand.WITHDRAWN);
    if (none
        || (!downstream.answerDemand() && demand.compareAndSet(Demand.WITHDRAWN, Demand.ENDED))) {
      then.run();
    }
  }

  /** Drops what has come, without waiting; whether the client still owes more. */
  boolean dropAvailable() {
    while (!complete && !expectsContinue) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        return true;
      }
      complete = chunk.isLast();
      chunk.release();
    }
    return false;
  }

  @Override
  public void run() {
    downstream.clientSent();
    if (demand.compareAndSet(Demand.READER, Demand.NONE)) {
      reader.run();
    } else if (demand.compareAndSet(Demand.WITHDRAWN, Demand.ENDED)) {
      afterWithdrawal.run();
    } else if (demand.get() == Demand.DISCARD) {
      discardNow();
    }
  }

  private void discardNow() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        demand.set(Demand.DISCARD);
        downstream.awaitClient();
        request.demand(this);
        return;
      }
      discarded += chunk.remaining();
      boolean end = chunk.isLast() || Content.Chunk.isFailure(chunk);
      chunk.release();
      if (end || discarded > DISCARD_LIMIT) {
        complete = true;
        afterDiscard.run();
        return;
      }
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
