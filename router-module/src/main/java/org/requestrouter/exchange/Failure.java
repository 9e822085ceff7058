package org.requestrouter.exchange;

import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.requestrouter.metrics.GroupMetrics;

/**
 * Why an attempt, or a whole exchange, came to nothing.
 *
 * @param kind what happened, which decides the status and whether a retry is safe
 * @param cause the exception behind it, for logs
 * @param retryAfter the seconds after which the client may come again, or 0 not to say
 */
public record Failure(Kind kind, Throwable cause, int retryAfter) {

  /** Creates a failure that does not say when to come again. */
  public Failure(Kind kind, Throwable cause) {
    this(kind, cause, 0);
  }

  /** What it means that a response could not be written to its client. */
  public static Failure ofWriting(Throwable cause) {
    boolean slow = cause instanceof TimeoutException;
    return new Failure(slow ? Kind.CLIENT_TIMEOUT : Kind.CLIENT_LEFT, cause);
  }

  /** Sets the fields of the response that tells of this failure. */
  public void describe(BiConsumer<HttpHeader, String> fields) {
    if (retryAfter > 0) {
      fields.accept(HttpHeader.RETRY_AFTER, Integer.toString(retryAfter));
    }
    if (kind == Kind.STOPPING || kind.isBadRequest()) {
      fields.accept(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }
  }

  /** Records this failure of an attempt, and whether another follows. */
  void record(GroupMetrics metrics, boolean again) {
    if (kind == Kind.REUSED_DIED) {
      metrics.reusedReset();
    } else if (kind != Kind.STATUS) {
      metrics.failed();
    }
    if (again) {
      metrics.retried();
    }
  }

  /** The kinds of failure, with the status and the two termination letters that HAProxy gives. */
  public enum Kind {
    /** No server could be asked: none is left untried. */
    NO_SERVER(503, "SC"),
    /** The exchange waited in the queue for longer than the queue timeout. */
    QUEUE_TIMEOUT(503, "sQ"),
    /** The backend holds, or has in its queue, as many requests as it may. */
    QUEUE_FULL(503, "SQ"),
    /** The client has as many exchanges in the backend as it may. */
    CLIENT_FULL(429, "PR"),
    /** The router stops, and the exchange has waited for as long as it may. */
    STOPPING(503, "KH"),
    /** The server refused the connection, or the connection failed before it was made. */
    CONNECT(503, "SC"),
    /** The connection was not made within the connect timeout. */
    CONNECT_TIMEOUT(503, "sC"),
    /** A reused connection ended before any byte of the response, or refused a further stream. */
    REUSED_DIED(502, "SH"),
    /** The server ended a new connection before any byte of the response. */
    RESPONSE_EMPTY(502, "SH"),
    /** The server ended the connection before a complete response. */
    RESPONSE_MISSING(502, "SH"),
    /** The response has a status for which another server is tried; the client never sees this. */
    STATUS(502, "SH"),
    /** The response breaks the protocol. */
    RESPONSE_INVALID(502, "PH"),
    /** The server was silent for longer than the server timeout. */
    SERVER_TIMEOUT(504, "sH"),
    /** The client was silent, in the middle of its request, for longer than the client timeout. */
    CLIENT_TIMEOUT(408, "cD"),
    /** All clients that shared the exchange have left; each is counted by itself. */
    UNWANTED(503, "CH"),
    /** The client's request content breaks the protocol. */
    REQUEST_INVALID(400, "PR"),
    /** The client's request has a transfer coding that is not understood. */
    CODING_UNKNOWN(501, "PR"),
    /** The client expects something that is not understood. */
    EXPECTATION_UNKNOWN(417, "PR"),
    /** The client wants only what is kept, and nothing is. */
    NOT_KEPT(504, "PR"),
    /** The client left. */
    CLIENT_LEFT(400, "CH");

    private final int status;
    private final String termination;

    Kind(int status, String termination) {
      this.status = status;
      this.termination = termination;
    }

    /** The status that the client gets if the response is not committed. */
    public int status() {
      return status;
    }

    /** The two letters of HAProxy's logs: who ended the exchange, and in which phase. */
    public String termination() {
      return termination;
    }

    /** Whether the client, rather than the server, is the reason; no server is blamed then. */
    public boolean ofClient() {
      return this == CLIENT_TIMEOUT || this == CLIENT_LEFT || isBadRequest();
    }

    /** Whether nobody is left who could be answered. */
    boolean isDeparture() {
      return this == CLIENT_LEFT || this == UNWANTED;
    }

    /** Whether it is news of a server or a client, rather than of the router. */
    boolean isCounted() {
      return this != STOPPING && this != UNWANTED;
    }

    /** Whether the request has no certain meaning, so that its connection carries no other. */
    boolean isBadRequest() {
      return this == REQUEST_INVALID || this == CODING_UNKNOWN || this == EXPECTATION_UNKNOWN;
    }

    /** Whether the server cannot have seen any byte of the request. */
    boolean beforeRequest() {
      return this == CONNECT || this == CONNECT_TIMEOUT;
    }
  }

  @Override
  public String toString() {
    return kind.termination + " " + kind + (cause == null ? "" : " (" + cause + ")");
  }
}
