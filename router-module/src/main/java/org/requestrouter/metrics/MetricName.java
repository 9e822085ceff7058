package org.requestrouter.metrics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The name of a metric in the registry and in JMX.
 *
 * <p>In the registry a name is a path of dots, as reporters expect. Dots within the names of
 * backends and servers are escaped there, lest two names meet; in JMX they appear as they are.
 */
final class MetricName {
  private static final Pattern OURS =
      Pattern.compile("backend\\.([^.]+)(?:\\.server\\.([^.]+))?\\.(.+)");
  private static final Pattern NEEDS_QUOTES = Pattern.compile("[,=:\"*?\\n]");

  private MetricName() {}

  /** Returns the registry's name of a backend's metric, or of a server's if there is one. */
  static String inRegistry(String backend, String server, String metric) {
    String prefix = "backend." + escape(backend);
    return (server == null ? prefix : prefix + ".server." + escape(server)) + '.' + metric;
  }

  /**
   * Returns the name in JMX of a registry's metric, foreign ones included.
   *
   * @param kind what Dropwizard calls the type, a plural: {@code timers}
   */
  static ObjectName inJmx(String domain, String router, String kind, String name) {
    String type = kind.endsWith("s") ? kind.substring(0, kind.length() - 1) : kind;
    String start = domain + ":router=" + quote(router) + ",type=" + quote(type);
    Matcher ours = OURS.matcher(name);
    if (!ours.matches()) {
      return objectName(start + ",name=" + quote(name));
    }
    String backend = ",backend=" + quote(unescape(ours.group(1)));
    String server = ours.group(2) == null ? "" : ",server=" + quote(unescape(ours.group(2)));
    return objectName(start + backend + server + ",name=" + quote(ours.group(3)));
  }

  private static String escape(String name) {
    return name.replace("%", "%25").replace(".", "%2E");
  }

  private static String unescape(String name) {
    return name.replace("%2E", ".").replace("%25", "%");
  }

  private static String quote(String value) {
    return value.isEmpty() || NEEDS_QUOTES.matcher(value).find() ? ObjectName.quote(value) : value;
  }

  private static ObjectName objectName(String text) {
    try {
      return new ObjectName(text);
    } catch (MalformedObjectNameException x) {
      throw new IllegalArgumentException("no JMX name: " + text, x);
    }
  }
}
