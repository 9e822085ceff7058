package org.requestrouter.headers;

import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.StringUtil;

/**
 * Fields that concern one connection only and are never forwarded (RFC 9110, 7.6.1): a fixed set,
 * and what the message's own Connection fields name.
 */
final class HopByHop {

  /** Options of Connection that name no field. */
  private static final Set<String> OPTIONS = Set.of("close", "keep-alive", "upgrade", "te");

  private HopByHop() {}

  /** Whether the field is hop-by-hop in every message. */
  static boolean contains(HttpHeader header) {
    return switch (header) {
      case CONNECTION,
          KEEP_ALIVE,
          PROXY_CONNECTION,
          PROXY_AUTHENTICATE,
          PROXY_AUTHORIZATION,
          TE,
          TRANSFER_ENCODING,
          UPGRADE ->
          true;
      default -> false;
    };
  }

  /**
   * Returns the further names that the Connection fields list, usually none. Framing and routing
   * must not be changed by them, so Content-Length and Host cannot be named away.
   */
  static List<String> named(HttpFields fields) {
    if (!fields.contains(HttpHeader.CONNECTION)) {
      return List.of();
    }
    return fields.getCSV(HttpHeader.CONNECTION, false).stream()
        .map(StringUtil::asciiToLowerCase)
        .filter(name -> !OPTIONS.contains(name))
        .filter(name -> !name.equals("content-length") && !name.equals("host"))
        .toList();
  }

  /** Whether the field is one of the named ones. */
  static boolean isNamed(HttpField field, List<String> named) {
    return !named.isEmpty() && named.contains(field.getLowerCaseName());
  }
}
