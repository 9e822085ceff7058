package org.requestrouter.metrics;

/** What is counted for each backend and each server, from the start of the process. */
public enum TrafficCounter {
  /** Final responses with a status from 100 to 199: in practice 101, a connection upgraded. */
  RESPONSES_1XX("responses.1xx"),
  /** Responses with a status from 200 to 299. */
  RESPONSES_2XX("responses.2xx"),
  /** Responses with a status from 300 to 399. */
  RESPONSES_3XX("responses.3xx"),
  /** Responses with a status from 400 to 499. */
  RESPONSES_4XX("responses.4xx"),
  /** Responses with a status from 500 to 599. */
  RESPONSES_5XX("responses.5xx"),
  /** Responses with a status outside these classes. */
  RESPONSES_OTHER("responses.other"),
  /** Attempts that failed at the server: not connected, timed out, reset, cut short. */
  FAILURES("failures"),
  /** Exchanges that the client left before their end. */
  ABORTS("aborts"),
  /** Further attempts after a failed one. */
  RETRIES("retries"),
  /** Bytes of request content, from the client to the server. */
  BYTES_IN("bytesIn"),
  /** Bytes of response content, from the server to the client. */
  BYTES_OUT("bytesOut"),
  /** Pooled connections that turned out dead when a request reused them. */
  REUSED_RESET("upstream.reused.reset"),
  /** Requests refused since their client had as many in the backend as it may. */
  REFUSED_PER_CLIENT("refusedPerClient"),
  /** Requests answered with the response to another request that was under way. */
  COALESCED("coalesced"),
  /** Requests answered with a response that was kept, be it fresh or stale. */
  CACHE_HITS("cacheHits");

  private static final TrafficCounter[] BY_CLASS = {
    RESPONSES_OTHER, RESPONSES_1XX, RESPONSES_2XX, RESPONSES_3XX, RESPONSES_4XX, RESPONSES_5XX
  };

  private final String metric;

  TrafficCounter(String metric) {
    this.metric = metric;
  }

  /** The last part of the metric's name in the registry and in JMX. */
  public String metric() {
    return metric;
  }

  /** Returns the counter of a final response's status. */
  public static TrafficCounter ofStatus(int status) {
    return status >= 100 && status < 600 ? BY_CLASS[status / 100] : RESPONSES_OTHER;
  }
}
