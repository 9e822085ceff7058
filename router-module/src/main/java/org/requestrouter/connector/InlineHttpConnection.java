package org.requestrouter.connector;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Jetty's HTTP/1 connection, made cheaper after an asynchronous response. Stock Jetty hops to
 * another thread only to find that there is nothing to read; if no pipelined bytes are there, this
 * one just waits for input, on the thread that wrote the response. And where somebody has kept read
 * interest while the request waited, it takes that interest over, since giving it up and asking for
 * it again would wake the selector twice. A connection whose requests go to webapps has Jetty run
 * them as it would without the router.
 */
public final class InlineHttpConnection extends HttpConnection {

  private static final int MIN_INPUT_BUFFER = 16 * 1024;

  private final InlineConnectionFactory factory;
  private final HeaderPace pace = new HeaderPace();
  private final Callback fillable = new Fillable();
  private final Callback blockingFillable = new BlockingFillable();
  private final LeftInterest interest = new LeftInterest();
  private Executor resuming;
  private ManagedSelector selector;

  /**
   * Whether the connection may hold a buffer that is empty. Set by the super constructor's request
   * handler, thus without an initial value here.
   */
  private boolean mayHoldBuffer;

  /** Whether the current request's content is malformed, rather than cut off. */
  private volatile boolean badContent;

  /** Whether the next request is handled within the end of the last one. */
  private boolean inResume;

  /** Whether the last request was for handlers that may block, as the next then mostly is. */
  private boolean blocking;

  /** The thread that reads and handles requests just now, if it was told that it may block. */
  private volatile Thread mayBlock;

  /** How many times this has been told to read, since the reading thread has begun to. */
  private final AtomicInteger asked = new AtomicInteger();

  InlineHttpConnection(
      HttpConfiguration configuration,
      Connector connector,
      EndPoint endPoint,
      InlineConnectionFactory factory) {
    super(configuration, connector, endPoint);
    this.factory = factory;
    this.resuming = this::resume;
  }

  /**
   * Offers read interest that is registered with the caller's callback, which from now on passes
   * what it is told to {@link #inputReady()} or {@link #inputFailed}.
   *
   * @return false if requests may block, so that the caller's callback could not run them
   */
  public boolean leaveInterest() {
    if (fillable.getInvocationType() != Invocable.InvocationType.NON_BLOCKING) {
      return false;
    }
    interest.leave();
    return true;
  }

  /** Takes the offer back: the interest has just fired for the caller. */
  public void withdrawInterest() {
    interest.clear();
  }

  /** The interest that was left says that there is input. */
  public void inputReady() {
    if (interest.fire()) {
      onFillable();
    }
  }

  /** The interest that was left has failed. */
  public void inputFailed(Throwable cause) {
    if (interest.fire()) {
      onFillInterestedFailed(cause);
    }
  }

  /** Uploads take fewer system calls with more than Jetty's 8 KiB; the buffer is never kept. */
  @Override
  public int getInputBufferSize() {
    return Math.max(MIN_INPUT_BUFFER, super.getInputBufferSize());
  }

  /**
   * Tells that the current request is for handlers that may block. The next one is then expected to
   * be so too: Jetty runs it on a thread that has been relieved of the selector beforehand.
   *
   * @return whether the caller's thread may block; if not, the request needs another thread
   */
  public boolean enterBlocking() {
    blocking = true;
    return mayBlock == Thread.currentThread();
  }

  /** Gives the buffer back if it is empty, as nothing will be read for long. */
  public void releaseEmptyBuffer() {
    if (mayHoldBuffer && isRequestBufferEmpty()) {
      EmptyBuffer.giveBack(this);
      mayHoldBuffer = false;
    }
  }

  @Override
  public void onUpgradeTo(ByteBuffer buffer) {
    mayHoldBuffer = true;
    super.onUpgradeTo(buffer);
  }

  /** Whether what the client has sent as content of the request is malformed. */
  public static boolean hasBadContent(Request request) {
    return request.getConnectionMetaData().getConnection() instanceof InlineHttpConnection inline
        && inline.badContent;
  }

  /** Reads on a thread that must not block, as far as is known. */
  @Override
  public void onFillable() {
    read(null);
  }

  private void onFillableBlocking() {
    read(Thread.currentThread());
  }

  /**
   * Reads, unless a thread is at it, which then reads once more. Jetty answers a malformed request
   * on another thread than the one that has found it to be so, and the end of that response has the
   * connection read again: two threads would take a buffer each, and one of them would be lost.
   *
   * @param blocking the current thread if it may block, else null
   */
  private void read(Thread blocking) {
    if (asked.getAndIncrement() > 0) {
      return;
    }
    int answered;
    do {
      answered = asked.get();
      mayBlock = blocking;
      pace.check(getParser(), getEndPoint());
      super.onFillable();
      mayBlock = null;
    } while (asked.addAndGet(-answered) > 0);
  }

  /** The selector that carries this connection, or null if it is not known. */
  ManagedSelector selector() {
    if (selector == null) {
      selector = ClientSelectors.find(getConnector(), getEndPoint());
    }
    return selector;
  }

  @Override
  public boolean isFillInterested() {
    // What was left is no read that is pending when the response completes.
    return interest.isNone() && super.isFillInterested();
  }

  /**
   * Waits for the next request, by a callback that knows how requests are invoked. Which one it is
   * stays as it is until it fires: what Jetty asks it, to choose a thread, is true of the run.
   */
  @Override
  public void fillInterested(Callback callback) {
    if (!interest.take()) {
      super.fillInterested(blocking ? blockingFillable : fillable);
    }
  }

  @Override
  public void tryFillInterested(Callback callback) {
    if (interest.clear()) {
      // Takes the other's callback out: with no interest of ours it does nothing.
      ClientEndPoints.reading(getEndPoint()).getFillInterest().fillable();
    }
    super.tryFillInterested(callback);
  }

  @Override
  protected Executor getExecutor() {
    return resuming == null ? super.getExecutor() : resuming;
  }

  @Override
  protected RequestHandler newRequestHandler() {
    return new ContentNoticing();
  }

  private void resume(Runnable task) {
    if (task != this) {
      super.getExecutor().execute(task);
      return;
    }
    boolean idle = isRequestBufferEmpty() && isNext();
    if (idle && !mayHoldBuffer) {
      factory.countResume();
      fillInterested(fillable);
    } else if (idle && mayReadOn()) {
      factory.countResume();
      readOn();
    } else {
      super.getExecutor().execute(this::onFillableBlocking);
    }
  }

  private boolean mayReadOn() {
    return !blocking
        && !inResume
        && fillable.getInvocationType() == Invocable.InvocationType.NON_BLOCKING;
  }

  /**
   * Lets the connection look for its next request, since after content it may hold an empty buffer
   * that only a vain read releases. A request that is there already is handled within; what it
   * resumes in turn changes threads, so that the stack does not grow with each of them.
   */
  private void readOn() {
    inResume = true;
    try {
      onFillable();
    } finally {
      inResume = false;
    }
  }

  private boolean isNext() {
    return getEndPoint().isOpen() && getParser().isStart();
  }

  private final class ContentNoticing extends RequestHandler {
    @Override
    public boolean headerComplete() {
      blocking = false;
      badContent = false;
      boolean handle = super.headerComplete();
      mayHoldBuffer = getParser().hasContent() || !isRequestBufferEmpty();
      return handle;
    }

    /** Jetty's parser says the same of malformed content. */
    @Override
    public void earlyEOF() {
      badContent = !getParser().isAtEOF();
      super.earlyEOF();
    }
  }

  private class Fillable implements Callback {
    @Override
    public void succeeded() {
      onFillable();
    }

    @Override
    public void failed(Throwable cause) {
      onFillInterestedFailed(cause);
    }

    @Override
    public Invocable.InvocationType getInvocationType() {
      return factory.invocationType(getServer());
    }
  }

  private final class BlockingFillable extends Fillable {
    @Override
    public void succeeded() {
      onFillableBlocking();
    }

    @Override
    public Invocable.InvocationType getInvocationType() {
      return Invocable.InvocationType.BLOCKING;
    }
  }
}
