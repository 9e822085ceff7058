package org.requestrouter.headers;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/**
 * What clients of HTTP/2 may have made of their one Cookie field: several, which are one again for
 * whoever gets the request by another protocol (RFC 9113, 8.2.3; RFC 9114, 4.2.1).
 */
final class CookieCrumbs {
  private static final int HTTP_2 = HttpVersion.HTTP_2.getVersion();

  private CookieCrumbs() {}

  /** Returns the field for the server, or null if the request's fields can go on as they are. */
  static HttpField joined(Request request) {
    if (request.getConnectionMetaData().getHttpVersion().getVersion() < HTTP_2) {
      return null;
    }
    List<String> crumbs = request.getHeaders().getValuesList(HttpHeader.COOKIE);
    return crumbs.size() < 2 ? null : new HttpField(HttpHeader.COOKIE, String.join("; ", crumbs));
  }
}
