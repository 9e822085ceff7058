package org.requestrouter.cost;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The objects of this process that survive a collection.
 *
 * @param table a line each class, with its rank, instances, bytes and name, and one for all
 */
record LiveObjects(List<String[]> table) {
  private static final int INSTANCES = 1;
  private static final int BYTES = 2;
  private static final int NAME = 3;

  /** Collects all that is not alive, and counts the rest. */
  static LiveObjects collect() {
    histogram();
    // The second takes what the first has only enqueued for cleaning.
    return new LiveObjects(histogram().lines().map(line -> line.trim().split("\\s+", -1)).toList());
  }

  @SuppressWarnings("BanJNDI") // It is this process's own.
  private static String histogram() {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    try {
      return (String)
          beans.invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "gcClassHistogram",
              new Object[] {new String[0]},
              new String[] {String[].class.getName()});
    } catch (JMException x) {
      throw new IllegalStateException(x);
    }
  }

  /** How many instances of the class there are. */
  long instances(String name) {
    return table.stream()
        .filter(line -> line.length > NAME && line[NAME].equals(name))
        .mapToLong(line -> Long.parseLong(line[INSTANCES]))
        .sum();
  }

  /** How many bytes there are in all. */
  long bytes() {
    return table.stream()
        .filter(line -> line.length > BYTES && line[0].equals("Total"))
        .mapToLong(line -> Long.parseLong(line[BYTES]))
        .findFirst()
        .orElseThrow();
  }
}
