package org.requestrouter.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of header fields that a rule may change. */
final class FieldNames {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  private static final Set<String> FRAMING =
      Set.of("content-length", "transfer-encoding", "trailer", "te");
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "upgrade",
          "http2-settings");

  private FieldNames() {}

  /** Whether the text could be the name of a field. */
  static boolean isToken(String text) {
    return text != null && TOKEN.matcher(text).matches();
  }

  /** Whether it is a field of responses that says what scripts of other origins may do. */
  static boolean isCrossOrigin(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("access-control-") || lower.equals("timing-allow-origin");
  }

  /** Returns why the field of a request or a response may not be changed, or null if it may. */
  static String fault(String name, boolean ofRequest) {
    if (!isToken(name)) {
      return "not a field name; it consists of letters, digits and !#$%&'*+-.^_`|~";
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (FRAMING.contains(lower)) {
      return "the field frames the message, which the router does itself";
    }
    if (OF_THE_CONNECTION.contains(lower)) {
      return "the field concerns one connection only and is never forwarded";
    }
    if (ofRequest && lower.equals("host")) {
      return "the setting 'host' changes this field";
    }
    return ofRequest && lower.equals("expect")
        ? "the field says when the client sends its content, which only it knows"
        : null;
  }
}
