package org.requestrouter.fuzz;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A short notation of rules files, in which most texts make some file that Jetty XML can run. The
 * blanks before a line say within which line above it belongs; {@code .backend b|c} is a call with
 * arguments, {@code weight=5} a setting, {@code @id} a reference, {@code ?name} a look at a
 * property, and {@code #text} text.
 */
public final class RulesNotation {
  private static final String ROOT = "org.requestrouter.config.RoutingConfig";

  private final StringBuilder xml = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();
  private final Deque<Integer> depths = new ArrayDeque<>();

  private RulesNotation() {}

  /** Returns the file that a text stands for. */
  public static String toXml(String text) {
    RulesNotation notation = new RulesNotation();
    notation.xml.append("<Configure class=\"" + ROOT + "\">\n");
    text.lines().forEach(notation::line);
    notation.close(-1);
    return notation.xml.append("</Configure>\n").toString();
  }

  private void line(String line) {
    int depth = 0;
    while (depth < line.length() && line.charAt(depth) == ' ') {
      depth++;
    }
    close(depth);
    String text = line.substring(depth);
    if (!text.isEmpty()) {
      element(depth, text);
    }
    xml.append('\n');
  }

  private void close(int depth) {
    while (!depths.isEmpty() && depths.peek() >= depth) {
      depths.pop();
      xml.append("</").append(open.pop()).append('>');
    }
  }

  private void element(int depth, String text) {
    String rest = escaped(text.substring(1));
    switch (text.charAt(0)) {
      case '.' -> {
        int blank = rest.indexOf(' ');
        start(depth, "Call", "name", blank < 0 ? rest : rest.substring(0, blank));
        if (blank >= 0) {
          for (String argument : rest.substring(blank + 1).split("\\|", -1)) {
            xml.append("<Arg>").append(argument).append("</Arg>");
          }
        }
      }
      case '@' -> start(depth, "Ref", "refid", rest);
      case '?' -> start(depth, "Get", "name", rest);
      case '#' -> xml.append(rest);
      default -> {
        String setting = escaped(text);
        int equal = setting.indexOf('=');
        String name = equal < 0 ? setting : setting.substring(0, equal);
        start(depth, "Set", "name", name);
        xml.append(equal < 0 ? "" : setting.substring(equal + 1));
      }
    }
  }

  private void start(int depth, String tag, String attribute, String value) {
    xml.append('<').append(tag).append(' ').append(attribute).append("=\"").append(value);
    xml.append("\">");
    open.push(tag);
    depths.push(depth);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
