package org.requestrouter.cache;

import java.util.List;

/** Parameters of a query that make no difference between requests. */
final class IgnoredParameters {
  private final String[] names;

  IgnoredParameters(List<String> names) {
    this.names = names.toArray(String[]::new);
  }

  /**
   * Returns the query without these parameters, the others in their order, byte for byte; null if
   * nothing is left, or there was none.
   */
  String strip(String query) {
    if (query == null || names.length == 0) {
      return query;
    }
    StringBuilder rest = null;
    boolean kept = false;
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      if (!isIgnored(query, start, end)) {
        if (rest != null) {
          rest.append(kept ? "&" : "").append(query, start, end);
        }
        kept = true;
      } else if (rest == null) {
        rest = new StringBuilder(query.length()).append(query, 0, Math.max(0, start - 1));
      }
      start = end + 1;
    }
    return rest == null ? query : kept ? rest.toString() : null;
  }

  private boolean isIgnored(String query, int start, int end) {
    for (String name : names) {
      int after = start + name.length();
      if (after <= end
          && (after == end || query.charAt(after) == '=')
          && query.startsWith(name, start)) {
        return true;
      }
    }
    return false;
  }
}
