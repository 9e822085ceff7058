package org.requestrouter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A rules file in the making; each element takes a line, the first of them the third. */
public final class RulesText {
  private final StringBuilder body = new StringBuilder();

  /** A setting. */
  public static String set(String name, Object value) {
    return "<Set name='" + name + "'>" + value + "</Set>";
  }

  /** A server of a backend. */
  public static String server(String name, int port, String... settings) {
    return server(name, "http://127.0.0.1:" + port, settings);
  }

  /** A server of a backend. */
  public static String server(String name, String uri, String... settings) {
    return call("server", name, uri, settings);
  }

  private static String call(String name, String first, String second, String... nested) {
    String further = second == null ? "" : "<Arg>" + second + "</Arg>";
    String inner = String.join("", nested);
    return "<Call name='" + name + "'><Arg>" + first + "</Arg>" + further + inner + "</Call>";
  }

  /** A backend with its settings and servers. */
  public RulesText backend(String name, String... nested) {
    return line(call("backend", name, null, nested));
  }

  /** An ACL. */
  public RulesText acl(String name, String expression) {
    return line(call("acl", name, expression));
  }

  /** A rule; without a condition if that is null. */
  public RulesText use(String backend, String condition, String... settings) {
    return line(call("useBackend", backend, condition, settings));
  }

  /** Where requests go that no rule matches. */
  public RulesText defaultBackend(String name) {
    return line(set("defaultBackend", name));
  }

  /** Anything else. */
  public RulesText line(String element) {
    body.append(element).append('\n');
    return this;
  }

  /** Writes the file, in place of what is there. */
  public Path writeTo(Path file) throws IOException {
    return Files.writeString(
        file,
        "<?xml version=\"1.0\"?>\n<Configure class=\"org.requestrouter.config.RoutingConfig\">\n"
            + body
            + "</Configure>\n");
  }
}
