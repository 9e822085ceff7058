package org.requestrouter.cache;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** The lexical elements of header fields (RFC 9110, 5.6). */
final class Text {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private Text() {}

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Takes optional whitespace from both ends, and nothing else that might pass for it. */
  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && TOKEN_MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** All lines of a field as one list (RFC 9110, 5.3); null if there is no such field. */
  static String joined(HttpFields fields, String name) {
    String first = null;
    StringBuilder more = null;
    for (HttpField field : fields) {
      if (field.is(name)) {
        String value = field.getValue() == null ? "" : field.getValue();
        if (first == null) {
          first = value;
        } else {
          more = more == null ? new StringBuilder(first) : more;
          more.append(", ").append(value);
        }
      }
    }
    return more == null ? first : more.toString();
  }

  /**
   * Takes a list apart at its commas, but not within quoted strings. Elements are trimmed; empty
   * ones are left out (RFC 9110, 5.6.1).
   *
   * @return the elements, or null if a quoted string does not end
   */
  static List<String> elements(String list) {
    List<String> elements = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int at = 0; at <= list.length(); at++) {
      char c = at == list.length() ? ',' : list.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        at++;
      } else if (c == ',' && !quoted) {
        String element = trim(list.substring(start, at));
        if (!element.isEmpty()) {
          elements.add(element);
        }
        start = at + 1;
      }
    }
    return quoted ? null : elements;
  }
}
