package org.requestrouter.metrics;

import com.codahale.metrics.Timer;
import java.util.function.LongSupplier;

/**
 * The figures of one backend or of one server.
 *
 * <p>Record each thing once: at the server that it happened at, or at the backend if it happened
 * before a server was chosen. A backend's figures are its own and those of its servers, summed when
 * they are read. Recording takes no lock and allocates nothing, so it may run on any thread.
 */
public interface GroupMetrics {

  /** Counts {@code amount} more; see {@link TrafficCounter} for the meanings and units. */
  void add(TrafficCounter counter, long amount);

  /**
   * Records a duration.
   *
   * @param nanos the duration in nanoseconds; it is kept in whole microseconds, a negative one as 0
   *     and one above an hour as an hour
   */
  void record(TrafficTimer timer, long nanos);

  /**
   * Sets where a gauge is read from, in place of any earlier source. A gauge without a source reads
   * as 0; a backend's reads as its own source and those of its servers together.
   *
   * @param source read by any thread at any time, so it must be thread-safe and must not block
   */
  void gauge(LiveGauge gauge, LongSupplier source);

  /** Returns the present value of a counter. */
  long count(TrafficCounter counter);

  /** Returns the present value of a gauge. */
  long value(LiveGauge gauge);

  /** Returns the timer as it stands in the registry: percentiles of the last minute, rates. */
  Timer timer(TrafficTimer timer);

  /** The response's header has come, {@code nanos} after the request's. */
  default void headerReceived(long nanos) {
    record(TrafficTimer.HEADER_TIME, nanos);
  }

  /**
   * A final response has been sent to its end, {@code nanos} after the request's header came. Call
   * it once an exchange, and not for interim responses.
   */
  default void completed(int status, long nanos) {
    add(TrafficCounter.ofStatus(status), 1);
    record(TrafficTimer.TOTAL_TIME, nanos);
  }

  /** An attempt has failed on the server's side. */
  default void failed() {
    add(TrafficCounter.FAILURES, 1);
  }

  /** The client has left before the end of the exchange. */
  default void aborted() {
    add(TrafficCounter.ABORTS, 1);
  }

  /** An exchange begins a further attempt; recorded at the server that failed it before. */
  default void retried() {
    add(TrafficCounter.RETRIES, 1);
  }

  /** A reused connection was found dead. */
  default void reusedReset() {
    add(TrafficCounter.REUSED_RESET, 1);
  }

  /** A request was refused since its client has as many as it may. */
  default void refusedPerClient() {
    add(TrafficCounter.REFUSED_PER_CLIENT, 1);
  }

  /** A request was answered with the response to another. */
  default void coalesced() {
    add(TrafficCounter.COALESCED, 1);
  }

  /** A request was answered with a response that was kept. */
  default void cacheHit() {
    add(TrafficCounter.CACHE_HITS, 1);
  }

  /** Bytes of content have passed from the client to the server. */
  default void bytesIn(long bytes) {
    add(TrafficCounter.BYTES_IN, bytes);
  }

  /** Bytes of content have passed from the server to the client. */
  default void bytesOut(long bytes) {
    add(TrafficCounter.BYTES_OUT, bytes);
  }
}
