package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.Map;
import org.requestrouter.examples.bench.client.Plan;

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

  /** Whether system calls are counted, too; then there is a {@link #plan}. */
  default boolean isTraced() {
    return false;
  }

  /** The load on a port, for a time, during which system calls are counted. */
  default Plan plan(int port, double seconds) {
    throw new UnsupportedOperationException(id());
  }

  /** Whether the system can do it at all. */
  default boolean suits(ProxySystem system) {
    return true;
  }

  /** Makes a system warm for this load; nothing of it is reported. */
  default void warm(Running system, Tools tools) throws IOException, InterruptedException {
    measure(system, tools);
  }

  /** Puts one system under load, once. */
  Map<Metric, Double> measure(Running system, Tools tools) throws IOException, InterruptedException;
}
