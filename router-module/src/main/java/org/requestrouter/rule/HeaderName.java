package org.requestrouter.rule;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** The name that a fetch looks for, resolved once so that most fields differ by identity. */
final class HeaderName {
  private final String name;
  private final HttpHeader known;

  private HeaderName(String name) {
    this.name = name;
    this.known = HttpHeader.CACHE.get(name);
  }

  /** Returns the name in any case; an empty one stands for every field. */
  static HeaderName of(String name) {
    return new HeaderName(name);
  }

  boolean matches(HttpField field) {
    HttpHeader header = field.getHeader();
    if (name.isEmpty()) {
      return true;
    }
    return header == null ? name.equalsIgnoreCase(field.getName()) : header == known;
  }
}
