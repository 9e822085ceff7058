package org.requestrouter.metrics;

/** What is timed for each backend and each server. */
public enum TrafficTimer {
  /** From the request's header received to the response's header received. */
  HEADER_TIME("headerTime"),
  /** From the request's header received to the end of the response. */
  TOTAL_TIME("totalTime");

  private final String metric;

  TrafficTimer(String metric) {
    this.metric = metric;
  }

  /** The last part of the metric's name in the registry and in JMX. */
  public String metric() {
    return metric;
  }
}
