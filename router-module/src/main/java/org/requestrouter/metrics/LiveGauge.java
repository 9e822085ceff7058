package org.requestrouter.metrics;

/** What is true of a backend or a server at the moment of reading. */
public enum LiveGauge {
  /** Exchanges begun and not ended, the queued ones not included. */
  IN_FLIGHT("inFlight"),
  /** Exchanges that wait for a server with room. */
  QUEUED("queued"),
  /** Exchanges that have waited over one second for the response's header. */
  HELD("held"),
  /** Open connections to the server, idle ones included. */
  CONNECTIONS("connections"),
  /** Open connections to the server that wait in the pool for a request. */
  IDLE_CONNECTIONS("idleConnections"),
  /** Upgraded connections, such as WebSockets; they are in flight, but not among the others. */
  TUNNELS("tunnels"),
  /** Exchanges that wait for a response which another request has been sent for. */
  FOLLOWERS("followers");

  private final String metric;

  LiveGauge(String metric) {
    this.metric = metric;
  }

  /** The last part of the metric's name in the registry and in JMX. */
  public String metric() {
    return metric;
  }
}
