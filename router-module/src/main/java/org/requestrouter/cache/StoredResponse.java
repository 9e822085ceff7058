package org.requestrouter.cache;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.requestrouter.headers.PlainField;
import org.requestrouter.headers.ResponseFields;

/** A complete response that several clients get. Times are those of {@link System#nanoTime()}. */
public final class StoredResponse {
  private static final int OVERHEAD = 512;
  private static final int FIELD_OVERHEAD = 32;

  /** What may be done with a response at some time. */
  public enum State {
    /** It answers. */
    FRESH,
    /** It answers once more, while it is fetched anew. */
    STALE_WHILE_REVALIDATED,
    /** It answers if it cannot be fetched anew. */
    STALE_IF_ERROR,
    /** It answers nothing more. */
    DEAD
  }

  private final int status;
  private final HttpFields fields;
  private final SharedContent content;
  private final FetchedHeader header;
  private final Sharing sharing;
  private final Variant variant;
  private final int weight;

  private StoredResponse(
      FetchedHeader header, Sharing sharing, Variant variant, SharedContent content) {
    this.header = header;
    this.sharing = sharing;
    this.variant = variant;
    this.status = header.status();
    this.content = content;
    this.fields = storable(header, content);
    int bytes = OVERHEAD + content.capacity();
    for (HttpField field : fields) {
      String value = field.getValue();
      bytes += FIELD_OVERHEAD + field.getName().length() + (value == null ? 0 : value.length());
    }
    this.weight = bytes;
  }

  /**
   * Makes a response of what has come from a server, and is shared.
   *
   * @param sharing its judgement
   * @param variant what the request that was sent has of the fields that the response depends on
   * @param content the whole content, of which it takes over no reference
   */
  public static StoredResponse of(
      FetchedHeader header, Sharing sharing, Variant variant, SharedContent content) {
    return new StoredResponse(header, sharing, variant, content);
  }

  /** End-to-end fields, the length as it is, and a date (RFC 9111, 3.1; RFC 9110, 6.6.1). */
  private static HttpFields storable(FetchedHeader header, SharedContent content) {
    HttpFields.Mutable received = HttpFields.build();
    ResponseFields.copy(header.fields(), received);
    HttpFields.Mutable fields = HttpFields.build();
    received.forEach(field -> fields.add(PlainField.of(field)));
    fields.remove(HttpHeader.AGE);
    fields.remove(HttpHeader.TRAILER);
    if (header.status() != 204) {
      fields.put(HttpHeader.CONTENT_LENGTH, content.length());
    }
    if (!fields.contains(HttpHeader.DATE)) {
      fields.put(HttpHeader.DATE, Dates.text(header.date()));
    }
    return fields.asImmutable();
  }

  /** Whether a status means that the server has failed (RFC 5861, 4). */
  public static boolean isError(int status) {
    return SharedStatus.isError(status);
  }

  public int status() {
    return status;
  }

  /** The fields as they came, without Age; that is {@link #age} when they are sent from a cache. */
  public HttpFields fields() {
    return fields;
  }

  public SharedContent content() {
    return content;
  }

  /** Its judgement. */
  public Sharing sharing() {
    return sharing;
  }

  /** When its request was sent. */
  public long requested() {
    return header.sent();
  }

  /** When it came. */
  long received() {
    return header.received();
  }

  /** When it came, in milliseconds since 1970. */
  long date() {
    return header.date();
  }

  /** Whether it answers a request, too, as far as the fields that it depends on are concerned. */
  public boolean matches(ShareKey key, Request request) {
    return sharing.vary().isEmpty() || variant.equals(key.variant(sharing.vary(), request));
  }

  /** Whether it depends on the same fields as another, and these were equal. */
  boolean replaces(StoredResponse other) {
    return variant.equals(other.variant);
  }

  /** How old it is, in seconds, for Age (RFC 9111, 5.1). */
  public long age(long now) {
    return TimeUnit.NANOSECONDS.toSeconds(ageNanos(now));
  }

  long ageNanos(long now) {
    return header.age() + resident(now);
  }

  private long resident(long now) {
    return Math.max(0, now - header.received());
  }

  /** For how long it is still fresh, in seconds, rounded down; negative after that. */
  public long ttl(long now) {
    return Math.floorDiv(ttlNanos(now), TimeUnit.SECONDS.toNanos(1));
  }

  long ttlNanos(long now) {
    return sharing.lifetime().fresh() - resident(now);
  }

  /** What may be done with it. */
  public State state(long now) {
    Lifetime lifetime = sharing.lifetime();
    long stale = -ttlNanos(now);
    if (stale < 0) {
      return State.FRESH;
    }
    if (stale < lifetime.whileRevalidated()) {
      return State.STALE_WHILE_REVALIDATED;
    }
    return stale < lifetime.ifError() ? State.STALE_IF_ERROR : State.DEAD;
  }

  /** Whether it may be used because the server has failed (RFC 5861, 4). */
  public boolean isUsableOnError(long now) {
    return -ttlNanos(now) < sharing.lifetime().ifError();
  }

  /** When it is good for nothing any more. */
  long dead() {
    Lifetime lifetime = sharing.lifetime();
    return header.received()
        + lifetime.fresh()
        + Math.max(lifetime.whileRevalidated(), lifetime.ifError());
  }

  /** About how many bytes it takes. */
  public int weight() {
    return weight;
  }
}
