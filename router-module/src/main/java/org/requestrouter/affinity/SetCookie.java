package org.requestrouter.affinity;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.requestrouter.config.CookieConfig;
import org.requestrouter.headers.EncodedField;

/** The Set-Cookie fields for each server, which are ready unless they bear a date. */
final class SetCookie {
  private final Map<String, String> values;
  private final Map<String, HttpField> fields = new HashMap<>();
  private final String name;
  private final String attributes;
  private final boolean dated;
  private final boolean firstDated;

  SetCookie(CookieConfig config, Map<String, String> values) {
    this.values = Map.copyOf(values);
    this.name = config.name();
    this.attributes = attributes(config);
    this.firstDated = config.getMaxLife() != null;
    this.dated = firstDated || config.getMaxIdle() != null;
    values.forEach((server, value) -> fields.put(server, field(value)));
  }

  private static String attributes(CookieConfig config) {
    StringBuilder attributes = new StringBuilder("; path=").append(config.getPath());
    if (config.getDomain() != null) {
      attributes.append("; domain=").append(config.getDomain());
    }
    if (config.isHttpOnly()) {
      attributes.append("; HttpOnly");
    }
    if (config.isSecure()) {
      attributes.append("; Secure");
    }
    if (config.getSameSite() != null) {
      attributes.append("; SameSite=").append(config.getSameSite());
    }
    return attributes.toString();
  }

  private HttpField field(String value) {
    return EncodedField.of(
        HttpHeader.SET_COOKIE, HttpHeader.SET_COOKIE.asString(), name + "=" + value + attributes);
  }

  /**
   * Returns the cookie of a server.
   *
   * @param first when the client first got a cookie, in seconds since 1970, or 0 for now
   */
  HttpField by(String server, long first, LongSupplier clock) {
    if (!dated) {
      return fields.get(server);
    }
    long now = clock.getAsLong();
    String value = values.get(server) + CookieDates.encode(now);
    if (firstDated) {
      value += CookieDates.encode(first == 0 ? now : first);
    }
    return new HttpField(HttpHeader.SET_COOKIE, name + "=" + value + attributes);
  }
}
