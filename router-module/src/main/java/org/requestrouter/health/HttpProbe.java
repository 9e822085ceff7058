package org.requestrouter.health;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.util.Promise;

/**
 * A check by an HTTP request. The header of the response decides; what content follows is read,
 * within bounds, only to spare the server a reset.
 */
final class HttpProbe implements Probe, Promise<Connection>, Response.Listener {

  /** After as much content the connection is closed all the same. */
  private static final int MAX_CONTENT = 64 * 1024;

  private final HttpCheck check;
  private final Outcome outcome;
  private final AtomicBoolean told = new AtomicBoolean();
  private int content;

  // Guarded by this.
  private Connection connection;
  private boolean closed;

  HttpProbe(HttpCheck check, Outcome outcome) {
    this.check = check;
    this.outcome = outcome;
  }

  @Override
  public void succeeded(Connection made) {
    boolean late;
    synchronized (this) {
      late = closed;
      connection = made;
    }
    if (late) {
      made.close();
      return;
    }
    Request request = check.request();
    request.onResponseHeaders(this);
    request.onResponseContent(this);
    made.send(request, this);
  }

  @Override
  public void failed(Throwable cause) {
    tell(false, FailureText.of(cause));
  }

  @Override
  public void onHeaders(Response response) {
    String fault = check.fault(response);
    tell(fault == null, fault == null ? "status " + response.getStatus() : fault);
  }

  @Override
  public void onContent(Response response, ByteBuffer bytes) {
    content += bytes.remaining();
    if (content > MAX_CONTENT) {
      close();
    }
  }

  @Override
  public void onComplete(Result result) {
    Throwable failure = result.getFailure();
    tell(false, failure == null ? "no response" : FailureText.of(failure));
    close();
  }

  private void tell(boolean passed, String result) {
    if (told.compareAndSet(false, true)) {
      outcome.ended(passed, result);
    }
  }

  @Override
  public synchronized String waitingFor() {
    return connection == null ? "connection" : "response";
  }

  @Override
  public void close() {
    Connection open;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      open = connection;
    }
    told.set(true);
    if (open == null) {
      check.giveUp();
    } else {
      open.close();
    }
  }
}
