package org.requestrouter.share;

import java.io.EOFException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.cache.SharedContent;
import org.requestrouter.exchange.Downstream;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;
import org.requestrouter.exchange.QueuePlace;

/**
 * Gives the response to a fetch that cannot be shared to one client, as it comes and no faster than
 * the client takes it.
 */
final class Relay implements QueuePlace {
  private final Exchange fetch;
  private final Exchange leader;
  private boolean writing;
  private boolean over;

  Relay(Exchange fetch, Exchange leader) {
    this.fetch = fetch;
    this.leader = leader;
  }

  /**
   * Begins with the header, and with what has been collected.
   *
   * @return false if the client has left
   */
  boolean begin(FetchResponse response, Extra extra) {
    if (!leader.answer(this)) {
      return false;
    }
    leader.record().countElsewhere();
    Downstream client = leader.downstream();
    client.response().setStatus(response.getStatus());
    HttpFields.Mutable fields = client.response().getHeaders();
    leader.settings().copyFields(response.getHeaders(), client.request(), fields);
    extra.addTo(fields);
    client.response().setTrailersSupplier(response.getTrailersSupplier());
    client.openWriter();
    return true;
  }

  /** Writes what was collected before it was found to be too much, and then this. */
  void write(SharedContent before, boolean last, ByteBuffer content, Callback callback) {
    if (before.length() == 0) {
      before.release();
      write(last, content, callback);
      return;
    }
    Callback written =
        Callback.from(
            callback.getInvocationType(), () -> write(last, content, callback), callback::failed);
    write(false, before.slice(), Callback.from(written, before::release));
  }

  void write(boolean last, ByteBuffer content, Callback callback) {
    synchronized (this) {
      if (over) {
        callback.failed(new EofException("client left"));
        return;
      }
      writing = true;
    }
    leader
        .downstream()
        .write(
            last,
            content == null ? BufferUtil.EMPTY_BUFFER : content,
            Callback.from(
                callback.getInvocationType(),
                () -> {
                  written();
                  callback.succeeded();
                },
                cause -> {
                  written();
                  callback.failed(cause);
                }));
  }

  private void written() {
    boolean close;
    synchronized (this) {
      writing = false;
      close = over;
    }
    if (close) {
      leader.downstream().closeWriter();
    }
  }

  /** Nothing is written any more. */
  private void end() {
    boolean close;
    synchronized (this) {
      close = !over && !writing;
      over = true;
    }
    if (close) {
      leader.downstream().closeWriter();
    }
  }

  /** The client has the whole response. */
  void completed() {
    end();
    leader.answered();
  }

  /** The response has broken off. */
  void failed(Throwable cause) {
    end();
    leader.clientFailed(new Failure(Failure.Kind.RESPONSE_MISSING, cause));
  }

  /** The client has left. */
  @Override
  public void leave() {
    end();
    fetch.clientLeft(new EOFException("client left"));
  }
}
