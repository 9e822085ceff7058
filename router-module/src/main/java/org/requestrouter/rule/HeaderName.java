package org.requestrouter.rule;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The name that a fetch looks for, resolved once so that most fields differ by identity.
 *
 * @param name the name in lower case; an empty one stands for every field
 * @param known what Jetty knows by that name, or null
 */
record HeaderName(String name, HttpHeader known) {

  /** Returns the name, which may be given in any case. */
  static HeaderName of(String name) {
    return new HeaderName(Ascii.lower(name), HttpHeader.CACHE.get(name));
  }

  boolean matches(HttpField field) {
    HttpHeader header = field.getHeader();
    if (name.isEmpty()) {
      return true;
    }
    return header == null ? name.equalsIgnoreCase(field.getName()) : header == known;
  }
}
