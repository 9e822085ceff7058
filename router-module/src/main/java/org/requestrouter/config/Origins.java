package org.requestrouter.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Origins as a cross-origin policy names them: written as browsers send them, or with {@code *} for
 * the first labels of the host, or for the port. Each becomes an expression of which the time is
 * bounded by the length of what it is tried on.
 */
final class Origins {
  /** Every origin. */
  static final String ANY = "*";

  /** The origin of what has none: sandboxed frames, files, some redirects. */
  static final String OPAQUE = "null";

  private static final Pattern FORM =
      Pattern.compile(
          "([a-z][a-z0-9+.-]*)://(\\*\\.)?"
              + "([a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+])(?::([0-9]{1,5}|\\*))?");

  /** One label or more, each followed by its dot. */
  private static final String LABELS = "(?:[a-z0-9_-]{1,63}\\.)+";

  private static final String PORT_OR_NONE = "(?::[0-9]{1,5})?";
  private static final Map<String, String> IMPLIED_PORTS =
      Map.of("http", "80", "https", "443", "ws", "80", "wss", "443");
  private static final int MAX_PORT = 65_535;

  private Origins() {}

  /** Returns why the text names no origin that a browser would ever send, or null if it may. */
  static String fault(String text) {
    if (text.equals(ANY) || text.equals(OPAQUE)) {
      return null;
    }
    Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      return text.contains(ANY)
          ? "'*' stands for the first labels of the host, https://*.example.com, for the port,"
              + " http://localhost:*, or alone for every origin"
          : "an origin is a scheme and a host, perhaps with a port, and no path, not even a slash:"
              + " https://app.example.com";
    }
    String port = form.group(4);
    if (port == null || port.equals(ANY)) {
      return null;
    }
    if (port.equals(IMPLIED_PORTS.get(form.group(1)))) {
      return "browsers leave out the port that the scheme implies";
    }
    return port.startsWith("0") || Integer.parseInt(port) > MAX_PORT ? "no such port" : null;
  }

  /** Returns expressions that match, as a whole and in any case, the origins; or {@code *}. */
  static List<String> expressions(List<String> origins) {
    return origins.stream().map(Origins::expression).toList();
  }

  private static String expression(String origin) {
    Matcher form = FORM.matcher(origin.toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      return origin;
    }
    String labels = form.group(2) == null ? "" : LABELS;
    String port = form.group(4);
    String end = port == null ? "" : port.equals(ANY) ? PORT_OR_NONE : ":" + port;
    return Pattern.quote(form.group(1) + "://") + labels + Pattern.quote(form.group(3)) + end;
  }
}
