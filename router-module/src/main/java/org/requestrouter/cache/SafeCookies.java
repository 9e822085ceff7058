package org.requestrouter.cache;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Cookies that make no difference between requests, and that the server does not see. */
final class SafeCookies {
  private final List<String> names = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();

  /** Takes names; a {@code *} at the end stands for any rest. */
  SafeCookies(List<String> patterns) {
    for (String pattern : patterns) {
      if (pattern.endsWith("*")) {
        prefixes.add(pattern.substring(0, pattern.length() - 1));
      } else {
        names.add(pattern);
      }
    }
  }

  /**
   * Returns the other cookies, in their order, in one line; null if there are none. Clients of
   * HTTP/2 may send several fields, which are one (RFC 9113, 8.2.3).
   */
  String others(HttpFields fields) {
    StringBuilder others = null;
    for (HttpField field : fields) {
      if (field.getHeader() == HttpHeader.COOKIE) {
        String value = field.getValue();
        int start = 0;
        while (value != null && start < value.length()) {
          int end = value.indexOf(';', start);
          end = end < 0 ? value.length() : end;
          String cookie = Text.trim(value.substring(start, end));
          if (!cookie.isEmpty() && !isSafe(cookie)) {
            others = others == null ? new StringBuilder() : others.append("; ");
            others.append(cookie);
          }
          start = end + 1;
        }
      }
    }
    return others == null ? null : others.toString();
  }

  /**
   * A quoted value, a comma or an old attribute can hide a further cookie from us that a server
   * would find, so that what has such is not safe, whatever its name.
   */
  private boolean isSafe(String cookie) {
    int equals = cookie.indexOf('=');
    if (equals < 1 || cookie.charAt(0) == '$' || has(cookie, '"') || has(cookie, ',')) {
      return false;
    }
    String name = Text.trim(cookie.substring(0, equals));
    return names.contains(name) || prefixes.stream().anyMatch(name::startsWith);
  }

  private static boolean has(String text, char c) {
    return text.indexOf(c) >= 0;
  }
}
