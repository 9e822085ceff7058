package org.requestrouter.cache;

import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Answers to clients that have a response already (RFC 9110, 13.1; RFC 9111, 4.3.2). */
public final class NotModified {

  /** What describes content that is not sent (RFC 9110, 15.4.5). */
  private static final Set<HttpHeader> OF_CONTENT =
      Set.of(
          HttpHeader.CONTENT_LENGTH,
          HttpHeader.CONTENT_TYPE,
          HttpHeader.CONTENT_ENCODING,
          HttpHeader.CONTENT_LANGUAGE,
          HttpHeader.CONTENT_RANGE,
          HttpHeader.CONTENT_MD5);

  private NotModified() {}

  /**
   * Whether the client of a request has the response already, and is to be answered with 304.
   * If-None-Match decides if it is there, and If-Modified-Since if not. Other conditions are the
   * server's business and do not make a difference here.
   */
  public static boolean applies(HttpFields request, StoredResponse response) {
    if (response.status() != 200) {
      return false;
    }
    if (request.contains(HttpHeader.IF_NONE_MATCH)) {
      String tags = Text.joined(request, HttpHeader.IF_NONE_MATCH.asString());
      return EntityTags.listHas(tags, response.fields().get(HttpHeader.ETAG));
    }
    long since = Dates.parse(request, HttpHeader.IF_MODIFIED_SINCE);
    return since != Dates.NONE && since != Dates.INVALID && lastModified(response) <= since;
  }

  /** The time of the modification, or else of the response, or else of its receipt. */
  private static long lastModified(StoredResponse response) {
    HttpFields fields = response.fields();
    HttpHeader header =
        fields.contains(HttpHeader.LAST_MODIFIED) ? HttpHeader.LAST_MODIFIED : HttpHeader.DATE;
    long time = Dates.parse(fields, header);
    return time == Dates.INVALID || time == Dates.NONE ? response.date() : time;
  }

  /** Returns the fields of a 304, without Age: all but those about the content. */
  public static HttpFields fields(StoredResponse response) {
    HttpFields.Mutable fields = HttpFields.build();
    boolean tagged = response.fields().contains(HttpHeader.ETAG);
    for (HttpField field : response.fields()) {
      HttpHeader header = field.getHeader();
      boolean weaker = tagged && header == HttpHeader.LAST_MODIFIED;
      if (!weaker && (header == null || !OF_CONTENT.contains(header))) {
        fields.add(field);
      }
    }
    return fields;
  }
}
