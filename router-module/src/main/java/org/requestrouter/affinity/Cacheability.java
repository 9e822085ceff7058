package org.requestrouter.affinity;

import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.requestrouter.rule.RequestHead;

/**
 * Whether a cache on the way might keep a response, and with it the cookie that it sets: the rules
 * of RFC 9111 as HAProxy reads them. What has neither an age nor anything to be validated by is
 * taken not to be kept.
 */
final class Cacheability {
  private boolean allowed;
  private boolean hasAge;

  private Cacheability(boolean allowed) {
    this.allowed = allowed;
  }

  static boolean of(RequestHead request, int status, HttpFields response) {
    Cacheability cacheability = new Cacheability(isSafe(request) && isCacheableByDefault(status));
    cacheability.readControls(response);
    return cacheability.allowed
        && !noCacheByPragma(response)
        && (cacheability.hasAge
            || response.contains(HttpHeader.EXPIRES)
            || response.contains(HttpHeader.ETAG)
            || response.contains(HttpHeader.LAST_MODIFIED));
  }

  private static boolean isSafe(RequestHead request) {
    HttpMethod method = HttpMethod.fromString(request.method());
    return method != null && method.isSafe();
  }

  private static boolean isCacheableByDefault(int status) {
    return switch (status) {
      case 200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501 -> true;
      default -> false;
    };
  }

  private static boolean noCacheByPragma(HttpFields response) {
    return "no-cache".equalsIgnoreCase(response.get(HttpHeader.PRAGMA));
  }

  private void readControls(HttpFields response) {
    for (HttpField field : response) {
      if (field.getHeader() == HttpHeader.CACHE_CONTROL) {
        for (String control : field.getValues()) {
          read(control.toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  private void read(String control) {
    switch (control) {
      case "public" -> allowed = true;
      case "private", "no-cache", "no-store", "max-age=0", "s-maxage=0" -> allowed = false;
      default -> hasAge |= control.startsWith("max-age") || control.startsWith("s-maxage");
    }
  }
}
