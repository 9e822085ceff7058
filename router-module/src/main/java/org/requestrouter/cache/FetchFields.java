package org.requestrouter.cache;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The request that is sent to a server on behalf of several clients. */
public final class FetchFields {

  private FetchFields() {}

  /**
   * Returns the fields of the request: those of the first client, without its own conditions and
   * harmless cookies, so that the answer is a whole one, and for all.
   *
   * @param stale what is kept, to be validated by the request (RFC 9111, 4.3.1), or null
   */
  public static HttpFields fields(HttpFields first, SharePolicy policy, StoredResponse stale) {
    HttpFields.Mutable fields = HttpFields.build();
    for (HttpField field : first) {
      if (!isLeftOut(field.getHeader())) {
        fields.add(field);
      }
    }
    String cookies = policy.cookies(first);
    if (cookies != null) {
      fields.put(HttpHeader.COOKIE, cookies);
    }
    if (stale != null) {
      validate(stale, fields);
    }
    return fields.asImmutable();
  }

  private static boolean isLeftOut(HttpHeader header) {
    if (header == null) {
      return false;
    }
    return switch (header) {
      case COOKIE,
          IF_MATCH,
          IF_NONE_MATCH,
          IF_MODIFIED_SINCE,
          IF_UNMODIFIED_SINCE,
          IF_RANGE,
          RANGE ->
          true;
      default -> false;
    };
  }

  private static void validate(StoredResponse stale, HttpFields.Mutable fields) {
    String tag = stale.fields().get(HttpHeader.ETAG);
    String modified = stale.fields().get(HttpHeader.LAST_MODIFIED);
    if (tag != null) {
      fields.put(HttpHeader.IF_NONE_MATCH, tag);
    }
    if (modified != null) {
      fields.put(HttpHeader.IF_MODIFIED_SINCE, modified);
    }
  }

  /** Whether a server can be asked if the response is still the same. */
  public static boolean canValidate(StoredResponse stale) {
    return stale.fields().contains(HttpHeader.ETAG)
        || stale.fields().contains(HttpHeader.LAST_MODIFIED);
  }
}
