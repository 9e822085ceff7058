package org.requestrouter.alias;

import java.util.Set;
import org.eclipse.jetty.server.Request;

/** Whether an Origin field (RFC 6454, 7) is that of a page of a site. */
final class PageOrigin {
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int NONE = -1;

  private PageOrigin() {}

  /**
   * Whether the page differs by no more than its host from the alias that it asks, and that is one
   * of the site's. A page without TLS, into which anybody on its way may have written, is none of a
   * site with TLS; the reverse is possible where the TLS ends before the router.
   */
  static boolean isSibling(String origin, Request request, Set<String> hosts) {
    boolean secure = origin.startsWith(HTTPS);
    if (!secure && (request.isSecure() || !origin.startsWith(HTTP))) {
      return false;
    }
    String authority = origin.substring((secure ? HTTPS : HTTP).length());
    int colon = authority.indexOf(':');
    if (!hosts.contains(colon < 0 ? authority : authority.substring(0, colon))) {
      return false;
    }
    int usual = secure ? HTTPS_PORT : HTTP_PORT;
    int asked = request.getHttpURI().getPort();
    int port = asked <= 0 || asked == usual ? NONE : asked;
    return authority.substring(colon < 0 ? authority.length() : colon).equals(suffix(port));
  }

  private static String suffix(int port) {
    return port == NONE ? "" : ":" + port;
  }
}
