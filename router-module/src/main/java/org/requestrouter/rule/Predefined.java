package org.requestrouter.rule;

import java.util.Map;

/** The ACLs that exist without being declared; a declaration of the same name replaces them. */
final class Predefined {
  private static final Map<String, String> EXPRESSIONS =
      Map.ofEntries(
          Map.entry("TRUE", "always_true"),
          Map.entry("FALSE", "always_false"),
          Map.entry("LOCALHOST", "src 127.0.0.1/8 ::1"),
          Map.entry("HTTP", "req.proto_http"),
          Map.entry("HTTP_1.0", "req.ver 1.0"),
          Map.entry("HTTP_1.1", "req.ver 1.1"),
          Map.entry("HTTP_2.0", "req.ver 2.0"),
          Map.entry("METH_CONNECT", "method CONNECT"),
          Map.entry("METH_DELETE", "method DELETE"),
          Map.entry("METH_GET", "method GET HEAD"),
          Map.entry("METH_HEAD", "method HEAD"),
          Map.entry("METH_OPTIONS", "method OPTIONS"),
          Map.entry("METH_POST", "method POST"),
          Map.entry("METH_PUT", "method PUT"),
          Map.entry("METH_TRACE", "method TRACE"),
          Map.entry("HTTP_URL_ABS", "url_reg ^[^/:]*://"),
          Map.entry("HTTP_URL_SLASH", "url_beg /"),
          Map.entry("HTTP_URL_STAR", "url *"),
          Map.entry("HTTP_CONTENT", "req.hdr_val(content-length) gt 0"),
          Map.entry("WAIT_END", "wait_end"));

  private Predefined() {}

  /** Returns the expression of a predefined ACL, or null if there is none of that name. */
  static String expression(String name) {
    return EXPRESSIONS.get(name);
  }
}
