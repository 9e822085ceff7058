package org.requestrouter.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes maps, lists, texts and numbers as JSON; an entry of a list of maps takes one line. */
final class Json {
  private Json() {}

  static String text(Map<String, Object> root) {
    List<String> members = new ArrayList<>();
    root.forEach((name, value) -> members.add("  " + quoted(name) + ": " + top(value)));
    return "{\n" + String.join(",\n", members) + "\n}\n";
  }

  private static String top(Object value) {
    if (value instanceof List<?> list && !list.isEmpty()) {
      List<String> lines = list.stream().map(item -> "    " + line(item)).toList();
      return "[\n" + String.join(",\n", lines) + "\n  ]";
    }
    return line(value);
  }

  private static String line(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<String> members = new ArrayList<>();
      map.forEach((name, member) -> members.add(quoted(name.toString()) + ": " + line(member)));
      return "{" + String.join(", ", members) + "}";
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(Json::line).toList()) + "]";
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? String.format(Locale.ROOT, "%.3f", number) : "null";
    }
    return value instanceof Number ? value.toString() : quoted(String.valueOf(value));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '"' || next == '\\') {
        quoted.append('\\').append(next);
      } else if (next < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) next));
      } else {
        quoted.append(next);
      }
    }
    return quoted.append('"').toString();
  }
}
