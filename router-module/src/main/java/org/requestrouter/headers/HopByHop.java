package org.requestrouter.headers;

import java.util.ArrayList;
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
    List<String> named = new ArrayList<>();
    for (HttpField field : fields) {
      if (field.getHeader() == HttpHeader.CONNECTION && field.getValue() != null) {
        // Options are tokens. Jetty's own lists have quotes, and fail over a stray one.
        for (String option : field.getValue().split(",", -1)) {
          add(StringUtil.asciiToLowerCase(option.strip()), named);
        }
      }
    }
    return named;
  }

  private static void add(String name, List<String> named) {
    boolean kept = OPTIONS.contains(name) || name.equals("content-length") || name.equals("host");
    if (!kept && !name.isEmpty()) {
      named.add(name);
    }
  }

  /** Whether the field is one of the named ones. */
  static boolean isNamed(HttpField field, List<String> named) {
    return !named.isEmpty() && named.contains(field.getLowerCaseName());
  }
}
