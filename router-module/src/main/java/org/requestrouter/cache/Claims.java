package org.requestrouter.cache;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What proxies before the router say about a request, apart from whose it is: the scheme and host
 * that were asked for, the client's certificate or name. A server that is told so answers by it,
 * often without saying so in Vary, as when it redirects from http to https. What is believed of it
 * does not matter here: other claims only part requests that are alike.
 */
final class Claims {
  private static final String FAMILY = "x-forwarded-";

  private Claims() {}

  /** Returns the claims of a request in one text, or null if there are none. */
  static String of(HttpFields fields) {
    StringBuilder claims = null;
    for (HttpField field : fields) {
      if (isClaim(field) && field.getValue() != null) {
        claims = claims == null ? new StringBuilder() : claims;
        String value = field.getValue();
        boolean list = field.getHeader() == HttpHeader.FORWARDED;
        // No value has a line end.
        claims
            .append(field.getLowerCaseName())
            .append(':')
            .append(list ? withoutAddresses(value) : value)
            .append('\n');
      }
    }
    return claims == null ? null : claims.toString();
  }

  private static boolean isClaim(HttpField field) {
    return field.getHeader() == HttpHeader.FORWARDED
        || (field.getHeader() != HttpHeader.X_FORWARDED_FOR
            && field.getName().regionMatches(true, 0, FAMILY, 0, FAMILY.length()));
  }

  /** Leaves {@code for} and {@code by} out (RFC 7239, 4), which are different for each client. */
  private static String withoutAddresses(String forwarded) {
    StringBuilder rest = new StringBuilder();
    int start = 0;
    while (start < forwarded.length()) {
      int end = end(forwarded, start);
      String pair = Text.trim(forwarded.substring(start, end));
      if (!pair.regionMatches(true, 0, "for=", 0, 4) && !pair.regionMatches(true, 0, "by=", 0, 3)) {
        rest.append(pair);
      }
      if (end < forwarded.length()) {
        rest.append(forwarded.charAt(end));
      }
      start = end + 1;
    }
    return rest.toString();
  }

  /** Where a pair ends: at a delimiter that is not quoted, or with the text. */
  private static int end(String text, int start) {
    boolean quoted = false;
    for (int at = start; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ';' || c == ',')) {
        return at;
      }
    }
    return text.length();
  }
}
