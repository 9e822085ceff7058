package org.requestrouter.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Where the router and HAProxy 2.6 are known to judge requests differently, and why. */
final class KnownDifferences {
  private static final String HOST = "[ \\t]*([a-z0-9._~-]+|\\[[0-9a-f:.]+])(:[0-9]{1,4})?";

  /** What the router, or Jetty in front of it, refuses, and HAProxy hands on. */
  private static final Map<String, Pattern> STRICTER = new LinkedHashMap<>();

  /** What HAProxy refuses, and the router hands on in a form that can be read in one way only. */
  private static final Map<String, Pattern> LAXER = new LinkedHashMap<>();

  static {
    stricter("control character", "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]");
    stricter("line end that is not CRLF", "(?<!\\r)\\n|\\r(?!\\n)");
    stricter("folded line", "\\n[ \\t]");
    stricter("Host that is no host", "(?i)\\nhost[ \\t]*:(?!" + HOST + "[ \\t]*\\r\\n)");
    stricter("no Host", "(?is)\\A(?!.*\\nhost:)");
    stricter("several Hosts", "(?is)\\nhost:.*\\nhost:");
    stricter(
        "blanks in the request line", "\\A[^\\n]*(  |\\t| \\r)|\\A |\\A[^\\n]* [^\\n]* [^\\n]* ");
    stricter("version other than 1.0 and 1.1", "\\A(?![^\\n]* HTTP/1\\.[01]\\r)");
    stricter("asterisk without OPTIONS", "\\A(?!OPTIONS )[^ ]* \\*");
    // Servers decode and resolve them in different ways, perhaps to a path of another rule.
    stricter("ambiguous path", "(?i)\\A[^ ]* [^ ?]*(//|/\\.|%2f|%2e|%00|;|\\\\|%(?![0-9a-f]{2}))");
    stricter("character that no target has", "\\A[^\\n]*[\\x80-\\xff]|\\A[^ ]* [^ ?]*[\"<>{}|^`]");
    stricter("length that is a list, or given twice", "(?i)\\ncontent-length:[^\\n]*,");
    stricter("zeros before a length", "(?i)\\ncontent-length:[ \\t]*0[0-9]");
    // HAProxy takes it for no content, where the method seldom has any.
    stricter("coding in HTTP/1.0", "(?is)\\A[^\\n]* HTTP/1\\.0\\r?\\n.*\\ntransfer-encoding:");
    stricter("lengths", "(?is)\\ncontent-length:.*\\ncontent-length:");
    stricter("length and coding", "(?is)(?=.*\\ncontent-length:)(?=.*\\ntransfer-encoding:)");
    stricter("blank behind a chunk's size", "\\n[0-9a-fA-F]+[ \\t]");
    // HAProxy takes the CR for the last byte of the data, and the LF alone for the end.
    stricter("chunk that is a byte too short", "\\n3\\r\\n..\\r\\n|(?i)\\na\\r\\n.{9}\\r\\n");
    stricter("blank before a colon", "\\n[^ \\t:\\r]+[ \\t]+:");

    // HAProxy takes the version for a word of its own; the router writes HTTP/1.1.
    laxer("version in lower case", "\\A[^\\n]* (?!HTTP)(?i)http/1\\.[01]\\r");
    // HAProxy copies the field, and then a strict server refuses; the router writes it anew.
    laxer("coding in another spelling", "(?i)\\ntransfer-encoding:[ \\t,]*chunked[ \\t,]*\\r");
    // HAProxy knows content in HTTP/1.0 only of some methods; the router closes the connection.
    laxer("content of HTTP/1.0", "(?is)\\A[^\\n]* HTTP/1\\.0\\r?\\n.*\\ncontent-length:");
  }

  private KnownDifferences() {}

  private static void stricter(String name, String pattern) {
    STRICTER.put(name, Pattern.compile(pattern));
  }

  private static void laxer(String name, String pattern) {
    LAXER.put(name, Pattern.compile(pattern));
  }

  /** Returns why the router may refuse the message, or null. */
  static String stricter(String message) {
    return first(STRICTER, message);
  }

  /** Returns why the router may accept the message, or null. */
  static String laxer(String message) {
    return first(LAXER, message);
  }

  private static String first(Map<String, Pattern> reasons, String message) {
    return reasons.entrySet().stream()
        .filter(reason -> reason.getValue().matcher(message).find())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }
}
