package org.requestrouter.exchange;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.requestrouter.affinity.Bond;
import org.requestrouter.headers.FieldSource;
import org.requestrouter.headers.ResponseRewriting;

/**
 * One try of an exchange at one server. It ends exactly once, by failure, completion or abort, and
 * then gives the server's slot back; whatever is reported after its end is ignored.
 */
public final class Attempt {

  /** What an upstream must be able to do with an attempt that it carries. */
  @FunctionalInterface
  public interface Abortable {

    /** Stops sending and receiving and closes what cannot be used again. */
    void abort(Throwable cause);
  }

  private final Exchange exchange;
  private final ServerSlot server;
  private final int pass;
  private final boolean freshConnection;
  private Abortable carrier;
  private boolean ended;

  Attempt(Exchange exchange, ServerSlot server, int pass, boolean freshConnection) {
    this.exchange = exchange;
    this.server = server;
    this.pass = pass;
    this.freshConnection = freshConnection;
  }

  /** Begins. An exception leaves nothing behind, and is a failure that is not tried again. */
  void send() {
    try {
      server.upstream().send(this);
    } catch (RuntimeException x) {
      failed(new Failure(Failure.Kind.RESPONSE_MISSING, x));
    }
  }

  /** The exchange that this attempt belongs to. */
  public Exchange exchange() {
    return exchange;
  }

  /** The server that is tried. */
  public ServerSlot server() {
    return server;
  }

  /** Whether a pooled connection must not be used, since one has just died under this exchange. */
  public boolean needsFreshConnection() {
    return freshConnection;
  }

  /**
   * Tells who carries this attempt from now on.
   *
   * @return false if the attempt has ended: nothing must be sent
   */
  public synchronized boolean carriedBy(Abortable abortable) {
    carrier = abortable;
    return !ended;
  }

  /** Reports that this attempt came to nothing. */
  public void failed(Failure failure) {
    if (end()) {
      server.failed(pass, failure);
      server.release();
      exchange.attemptFailed(this, failure);
    }
  }

  /**
   * Whether the response must not be relayed, since another server is tried for its status. Then
   * the attempt is to be reported as failed, with {@link Failure.Kind#STATUS}.
   */
  public boolean isRetried(int status) {
    if (!exchange.isRetried(this, status)) {
      return false;
    }
    server.responded(pass, status);
    return true;
  }

  /**
   * Reports the header of the final response.
   *
   * @return false if the exchange has ended: nothing must be written to the client
   */
  public boolean commit(int status) {
    if (!exchange.commit(this)) {
      return false;
    }
    server.responded(pass, status);
    server.metrics().headerReceived(exchange.age());
    return true;
  }

  /** Gives the client the fields of the response, changed as the rule wants it. */
  public void copyFields(FieldSource source) {
    Downstream downstream = exchange.downstream();
    HttpFields.Mutable fields = downstream.response().getHeaders();
    ResponseRewriting rewriting = exchange.settings().responseRewriting();
    Bond bond = exchange.bond();
    FieldSource sent = bond == null ? source : to -> learn(bond, source, to);
    if (rewriting == null) {
      sent.copyFields(fields);
    } else {
      rewriting.copy(sent, downstream.request(), server.site(), fields);
    }
    if (downstream.response().getStatus() == HttpStatus.NO_CONTENT_204) {
      // Who believes it waits for content that never comes (RFC 9110, 8.6).
      fields.remove(HttpHeader.CONTENT_LENGTH);
    }
    if (bond != null) {
      bond.answered(server.name(), downstream.response().getStatus(), fields);
    }
  }

  /** What the server says counts, not what a rule makes of it. */
  private void learn(Bond bond, FieldSource source, HttpFields.Mutable fields) {
    source.copyFields(fields);
    bond.learn(server.name(), fields);
  }

  /** Reports that the client has the whole response. */
  public void responseRelayed() {
    if (end()) {
      server.release();
      exchange.answered();
    }
  }

  /**
   * Reports that the client has the header of a response that upgrades its connection. From now on
   * the tunnel has the server's slot.
   */
  public void upgraded(OpenTunnel tunnel) {
    if (end()) {
      exchange.upgraded(tunnel);
    } else {
      tunnel.cut();
    }
  }

  /**
   * Whether the client can be given a response of that status: whoever asks for a tunnel by CONNECT
   * takes any success for an open one (RFC 8441, 5).
   */
  public boolean mayRelay(int status) {
    return !HttpStatus.isSuccess(status)
        || !ExtendedConnect.isBehind(exchange.downstream().request());
  }

  /** Ends this attempt from the client's side. */
  void abort(Throwable cause) {
    if (end()) {
      Abortable abortable;
      synchronized (this) {
        abortable = carrier;
      }
      try {
        if (abortable != null) {
          abortable.abort(cause);
        }
      } finally {
        server.abandoned(pass);
        server.release();
      }
    }
  }

  private synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  @Override
  public String toString() {
    long age = TimeUnit.NANOSECONDS.toMillis(exchange.age());
    return "Attempt[" + server.name() + "," + age + "ms]";
  }
}
