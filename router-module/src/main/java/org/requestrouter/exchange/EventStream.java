package org.requestrouter.exchange;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;

/**
 * Comments of the router's own in a quiet stream of server-sent events, for intermediaries that cut
 * idle connections. The timer only says that one is due, and wakes who relays the response: that
 * one writes it in between, as a write like any other, so that it never meets another write nor
 * follows the last one. All but the timer's own methods are called by the relaying thread.
 *
 * <p>A comment is one line, and written only where a line may begin: no event ends by it.
 */
public final class EventStream implements Timeouts.Timed {
  private static final String TYPE = "text/event-stream";
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] COMMENT = {':', '\n'};

  /** After a CR, which this line ends in as well: the LF that may belong to it can still come. */
  private static final byte[] COMMENT_AFTER_CR = {':', '\r'};

  /** Streams are looked at together, this often in an interval: each look passes all of them. */
  private static final int LOOKS = 16;

  private final long interval;
  private final Timeouts timeouts;
  private final Executor executor;
  private final Runnable relay;
  private volatile long quietSince = NanoTime.now();
  private volatile boolean due;
  private boolean begun;
  private boolean commented;
  private int marked;
  private byte last = '\n';

  EventStream(long interval, Timeouts timeouts, Executor executor, Runnable relay) {
    this.interval = interval;
    this.timeouts = timeouts;
    this.executor = executor;
    this.relay = relay;
  }

  /**
   * Begins to watch over a response, whose header is about to be written.
   *
   * @param executor runs what wakes the relaying thread
   * @param relay makes the relaying thread look for a comment that is due
   * @return null if the rule wants no comments or the response cannot have them
   */
  public static EventStream of(
      Exchange exchange, Timeouts timeouts, Executor executor, Runnable relay) {
    long interval = exchange.settings().timing().eventStreamKeepAlive();
    Response response = exchange.downstream().response();
    if (interval == 0
        || response.getStatus() != HttpStatus.OK_200
        || HttpMethod.HEAD.is(exchange.downstream().request().getMethod())
        || !isPlainStream(response.getHeaders())) {
      return null;
    }
    EventStream stream = new EventStream(interval, timeouts, executor, relay);
    timeouts.add(stream);
    return stream;
  }

  private static boolean isPlainStream(HttpFields fields) {
    String type = fields.get(HttpHeader.CONTENT_TYPE);
    return type != null
        && TYPE.equals(HttpField.getValueParameters(type, null).toLowerCase(Locale.ROOT))
        && !fields.contains(HttpHeader.CONTENT_ENCODING)
        && !fields.contains(HttpHeader.CONTENT_LENGTH);
  }

  /** Notes content on its way to the client; returns what is to be written for it. */
  public ByteBuffer relayed(ByteBuffer content) {
    written();
    ByteBuffer relayed = begun || !content.hasRemaining() ? content : begin(content);
    if (relayed.hasRemaining()) {
      last = relayed.get(relayed.limit() - 1);
    }
    return relayed;
  }

  /**
   * Drops the byte order mark that a stream may begin with, if comments have gone before: there it
   * would be read as text. It may come in pieces, and what only begins like it is kept.
   */
  private ByteBuffer begin(ByteBuffer content) {
    if (commented) {
      while (marked < BYTE_ORDER_MARK.length
          && content.hasRemaining()
          && content.get(content.position()) == BYTE_ORDER_MARK[marked]) {
        content.get();
        marked++;
      }
    }
    boolean complete = marked == BYTE_ORDER_MARK.length;
    begun = complete || content.hasRemaining();
    if (complete || marked == 0 || !begun) {
      return content;
    }
    return ByteBuffer.allocate(marked + content.remaining())
        .put(BYTE_ORDER_MARK, 0, marked)
        .put(content)
        .flip();
  }

  /** Notes that the client has taken what was written. */
  public void written() {
    quietSince = NanoTime.now();
    due = false;
  }

  /** Whether a comment is to be written now. */
  public boolean isCommentDue() {
    return due && (begun ? last == '\n' || last == '\r' : marked == 0);
  }

  /** Returns a comment, to be written at once. */
  public ByteBuffer comment() {
    written();
    commented = true;
    return ByteBuffer.wrap(last == '\r' ? COMMENT_AFTER_CR : COMMENT);
  }

  /** The response has ended, in whatever way. */
  public void ended() {
    timeouts.remove(this);
  }

  @Override
  public long getExpireNanoTime() {
    long look = interval / LOOKS;
    return Math.floorDiv(quietSince + interval + look - 1, look) * look;
  }

  @Override
  public boolean expired() {
    quietSince = NanoTime.now();
    due = true;
    executor.execute(relay);
    return false;
  }
}
