package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.Map;

/** A kind of load, and what is measured under it. */
interface Workload {
  String id();

  String description();

  /** The systems that it is for. */
  default Group group() {
    return Group.PROXIES;
  }

  /** Whether each measurement needs a process that has not worked before. */
  default boolean needsFreshProcess() {
    return false;
  }

  /** Whether system calls are counted, too. */
  default boolean isTraced() {
    return false;
  }

  /** Puts one system under load, once. */
  Map<Metric, Double> measure(Running system, Tools tools) throws IOException, InterruptedException;
}
