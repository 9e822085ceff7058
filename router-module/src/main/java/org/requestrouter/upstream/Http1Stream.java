package org.requestrouter.upstream;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.BufferUtil;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.EventStream;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;
import org.requestrouter.headers.Upgrade;
import org.requestrouter.tunnel.ReadAhead;
import org.requestrouter.tunnel.Tunnel;

/**
 * An attempt on an HTTP/1.1 connection: a sender for the request and a receiver for the response,
 * which run independently of each other. Here they meet again: only when both have come to a clean
 * end does the connection return to the pool.
 */
final class Http1Stream implements Attempt.Abortable {
  private static final int CLEAN = 2;
  private static final int GIVEN_UP = Integer.MIN_VALUE;

  private final Http1Connection connection;
  private final Attempt attempt;
  private final boolean reused;
  private final RequestSender sender;
  private final ResponseReceiver receiver;

  /** Counts to two, the request sent and the response relayed, unless given up before. */
  private final AtomicInteger cleanEnds = new AtomicInteger();

  private volatile boolean notSent;
  private volatile boolean relayed;

  private volatile boolean sent;

  Http1Stream(Http1Connection connection, Attempt attempt, boolean reused) {
    this.connection = connection;
    this.attempt = attempt;
    this.reused = reused;
    this.sender = new RequestSender(this);
    this.receiver = new ResponseReceiver(this);
    // Before the attempt can be aborted, which closes both again.
    exchange().content().open(sender::contentAvailable);
    exchange().downstream().openWriter();
  }

  void start() {
    sender.iterate();
  }

  /** The attempt has ended before it could start. */
  void discard() {
    exchange().content().close();
    exchange().downstream().closeWriter();
  }

  Http1Connection connection() {
    return connection;
  }

  UpstreamContext context() {
    return connection.upstream().context();
  }

  Attempt attempt() {
    return attempt;
  }

  Exchange exchange() {
    return attempt.exchange();
  }

  /** Watches over the response if it is a stream of events; null if not. */
  EventStream events(Runnable relay) {
    return EventStream.of(exchange(), context().timeouts(), context().executor(), relay);
  }

  /** The server has something to say, or has ended the connection. */
  void receive() {
    receiver.iterate();
  }

  /** Whether the request is sent and no byte of the response has come. */
  boolean isWaiting() {
    return sent && !receiver.hasReceived();
  }

  /** Whether it is the server that the exchange waits for, not the client. */
  boolean isServersTurn() {
    return !sender.isAwaitingClient() && !receiver.isAwaitingClient();
  }

  /** Returns the protocol that the server changes to as the client has asked for it, or null. */
  String accepted(ResponseReader reader) {
    Upgrade asked = exchange().upgrade();
    return asked == null || !sender.isLastWritten() ? null : reader.accepted(asked);
  }

  /** Returns the tunnel that is to follow, with what the server has said of it already. */
  Tunnel newTunnel(String protocol, ByteBuffer rest) {
    ReadAhead readAhead = new ReadAhead(null);
    if (rest.hasRemaining()) {
      readAhead = new ReadAhead(ByteBuffer.wrap(BufferUtil.toArray(rest)));
      rest.position(rest.limit());
    }
    SocketEnd server = new SocketEnd(connection.socket(), readAhead);
    return Tunnel.after(attempt, protocol, server, context().tunnels());
  }

  /** The client has the header of an upgrade. */
  void upgraded(Tunnel tunnel) {
    connection.detach();
    attempt.upgraded(tunnel);
  }

  /** The request has been sent completely. */
  void requestSent() {
    sent = true;
    endCleanly();
    exchange().content().close();
  }

  /** The request could not be sent: the client's content ended or the server did not take it. */
  void requestNotSent(Throwable cause) {
    notSent = true;
    exchange().content().close();
    if (relayed) {
      giveUpConnection();
      attempt.responseRelayed();
    } else if (cause instanceof ClientFailureException client) {
      exchange().clientFailed(client.failure());
    } else if (cause instanceof RuntimeException || cause instanceof Error) {
      // A fault of the router's own: the server would wait for the rest.
      receiver.abort(cause);
      giveUpConnection();
      attempt.failed(new Failure(Failure.Kind.RESPONSE_MISSING, cause));
    }
    // A server that takes no more may have answered already: the receiver finds out.
  }

  /** The client has the whole response. */
  void responseRelayed(boolean persistent) {
    relayed = true;
    // The response may be faster than the news that the last write of the request succeeded.
    if (persistent && sender.isLastWritten() && !notSent) {
      endCleanly();
    } else {
      giveUpConnection();
      sender.abort(new EOFException("response ended before the request"));
      attempt.responseRelayed();
    }
  }

  /** The connection is given back before the server's slot: a full server gets no further one. */
  private void endCleanly() {
    if (cleanEnds.incrementAndGet() == CLEAN) {
      connection.release();
      attempt.responseRelayed();
    }
  }

  /** Closes the connection, unless it has been given back and may carry another attempt. */
  private void giveUpConnection() {
    if (cleanEnds.getAndUpdate(ends -> ends == CLEAN ? CLEAN : GIVEN_UP) != CLEAN) {
      connection.close();
    }
  }

  /** The response could not be relayed. */
  void responseNotRelayed(Throwable cause) {
    giveUpConnection();
    sender.abort(cause);
    if (cause instanceof ServerFailureException server) {
      attempt.failed(new Failure(kind(server), cause));
    } else {
      exchange().clientFailed(Failure.ofWriting(cause));
    }
  }

  private Failure.Kind kind(ServerFailureException failure) {
    if (failure.kind() != Failure.Kind.RESPONSE_MISSING || receiver.hasReceived()) {
      return failure.kind();
    }
    return reused ? Failure.Kind.REUSED_DIED : Failure.Kind.RESPONSE_EMPTY;
  }

  /** The server has been silent for too long. */
  void timeout() {
    String message = "server timeout of " + connection.upstream().address();
    abort(new ServerFailureException(Failure.Kind.SERVER_TIMEOUT, message, null));
  }

  @Override
  public void abort(Throwable cause) {
    // Before the connection is closed, whose end the receiver would report as the server's.
    receiver.abort(cause);
    giveUpConnection();
    sender.abort(cause);
  }
}
