package org.requestrouter.headers;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Names that become others where underscores stand for hyphens, as in CGI (RFC 3875, 4.1.18). A
 * client could forge with them what the router says about it, or change the framing.
 */
final class Disguise {

  private Disguise() {}

  /** Whether such a server takes the field for one that clients cannot set. */
  static boolean isOn(String name) {
    String other = name.replace('_', '-');
    HttpHeader header = HttpHeader.CACHE.get(other);
    return ForwardedFields.isClaim(new HttpField(header, other, ""))
        || header == HttpHeader.CONTENT_LENGTH
        || (header != null && HopByHop.contains(header));
  }
}
