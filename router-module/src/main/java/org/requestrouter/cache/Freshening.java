package org.requestrouter.cache;

import java.util.EnumSet;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.requestrouter.headers.ResponseFields;

/** What a 304 from a server makes of the response that it is about (RFC 9111, 3.2 and 4.3.4). */
public final class Freshening {

  /** What belongs to the content that is kept. */
  private static final EnumSet<HttpHeader> KEPT =
      EnumSet.of(
          HttpHeader.CONTENT_LENGTH,
          HttpHeader.CONTENT_ENCODING,
          HttpHeader.CONTENT_RANGE,
          HttpHeader.CONTENT_MD5);

  private Freshening() {}

  /**
   * Returns the response with the fields of the 304 in place of its own, judged anew, and with the
   * same content, of which it takes over no reference. It may be one that must not be shared.
   *
   * @param key the key of the request that was answered with 304
   * @param request that request
   * @return null if the 304 is about another response
   */
  public static StoredResponse of(
      StoredResponse stored, FetchedHeader notModified, ShareKey key, Request request) {
    if (!isAbout(stored.fields(), notModified.fields())) {
      return null;
    }
    HttpFields.Mutable fields = HttpFields.build(stored.fields());
    HttpFields.Mutable updates = HttpFields.build();
    ResponseFields.copy(notModified.fields(), updates);
    updates.remove(KEPT);
    updates.forEach(update -> fields.remove(update.getName()));
    updates.forEach(fields::add);
    FetchedHeader header =
        new FetchedHeader(
            stored.status(),
            fields.asImmutable(),
            notModified.sent(),
            notModified.received(),
            notModified.date());
    Sharing sharing = Sharing.of(request.getHeaders(), header, key.policy());
    Variant variant = sharing.isShared() ? key.variant(sharing.vary(), request) : Variant.NONE;
    return StoredResponse.of(header, sharing, variant, stored.content());
  }

  private static boolean isAbout(HttpFields stored, HttpFields notModified) {
    HttpField tag = notModified.getField(HttpHeader.ETAG);
    return tag == null || EntityTags.weaklyEqual(tag.getValue(), stored.get(HttpHeader.ETAG));
  }
}
