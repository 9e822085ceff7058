package org.requestrouter.protocol;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What the heap holds after a full collection. */
public final class LiveObjects {
  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

  private final Map<String, Long> counts = new HashMap<>();
  private long bytes;

  private LiveObjects() {}

  public static LiveObjects count() {
    LiveObjects live = new LiveObjects();
    try {
      String histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
      histogram.lines().forEach(live::add);
    } catch (JMException x) {
      throw new AssertionError(x);
    }
    return live;
  }

  private void add(String line) {
    Matcher matcher = LINE.matcher(line);
    if (matcher.matches()) {
      counts.merge(matcher.group(3), Long.parseLong(matcher.group(1)), Long::sum);
      bytes += Long.parseLong(matcher.group(2));
    }
  }

  long kibibytes() {
    return bytes / 1024;
  }

  /** How many objects there are of the class of that name. */
  public long of(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
