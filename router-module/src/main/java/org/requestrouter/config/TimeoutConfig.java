package org.requestrouter.config;

import java.time.Duration;

/**
 * The timeouts of a backend, and of a rule that wants others than its backend's. Each is separate,
 * and all but the total one are about silence: what makes progress is not ended by them. Durations
 * are written as {@link Durations} reads them.
 */
public abstract class TimeoutConfig {
  private Duration connectTimeout;
  private Duration queueTimeout;
  private Duration serverTimeout;
  private Duration clientTimeout;
  private Duration tunnelTimeout;
  private Duration totalTimeout;
  private Duration eventStreamKeepAlive;

  TimeoutConfig() {}

  /** What the options belong to, as an error names it. */
  abstract String label();

  /** Returns how long a connection to a server may take, or null if not set here. */
  public Duration getConnectTimeout() {
    return connectTimeout;
  }

  /**
   * Sets how long a connection to a server may take to be established.
   *
   * @param text a duration, default of a backend {@code 5s}, of a rule its backend's
   * @throws ConfigurationException if it is not a duration
   */
  public void setConnectTimeout(String text) {
    connectTimeout = duration("connectTimeout", text);
  }

  /** Returns how long a request may wait in the queue, or null if not set here. */
  public Duration getQueueTimeout() {
    return queueTimeout;
  }

  /**
   * Sets how long a request may wait for a server that has a connection to spare; then it is
   * answered with 503.
   *
   * @param text a duration, default of a backend its connect timeout, of a rule its backend's
   * @throws ConfigurationException if it is not a duration
   */
  public void setQueueTimeout(String text) {
    queueTimeout = duration("queueTimeout", text);
  }

  /** Returns how long a server may be silent, or null if not set here. */
  public Duration getServerTimeout() {
    return serverTimeout;
  }

  /**
   * Sets how long a server may be silent while it owes a response or a part of one. Long polls need
   * more than the time that the server holds them.
   *
   * @param text a duration, default of a backend {@code 30s}, of a rule its backend's
   * @throws ConfigurationException if it is not a duration
   */
  public void setServerTimeout(String text) {
    serverTimeout = duration("serverTimeout", text);
  }

  /** Returns how long a client may be silent, or null if not set here. */
  public Duration getClientTimeout() {
    return clientTimeout;
  }

  /**
   * Sets how long a client may be silent while it owes request content, or may leave response
   * content unread.
   *
   * @param text a duration, default of a backend the one of the whole configuration, of a rule its
   *     backend's
   * @throws ConfigurationException if it is not a duration
   */
  public void setClientTimeout(String text) {
    clientTimeout = duration("clientTimeout", text);
  }

  /** Returns how long an upgraded connection may be silent, or null if not set here. */
  public Duration getTunnelTimeout() {
    return tunnelTimeout;
  }

  /**
   * Sets how long an upgraded connection may be silent in both directions; from the upgrade on, it
   * replaces the server's and the client's timeouts.
   *
   * @param text a duration, default of a backend {@code 1h}, of a rule its backend's
   * @throws ConfigurationException if it is not a duration
   */
  public void setTunnelTimeout(String text) {
    tunnelTimeout = duration("tunnelTimeout", text);
  }

  /** Returns how long an exchange may take in all, or null for no limit or if not set here. */
  public Duration getTotalTimeout() {
    return totalTimeout;
  }

  /**
   * Sets how long an exchange may take from the request's header to the last byte of the response,
   * whatever progress it makes: then it gives 504, or is cut off.
   *
   * @param text a duration, default of a backend no limit, of a rule its backend's
   * @throws ConfigurationException if it is not a duration
   */
  public void setTotalTimeout(String text) {
    totalTimeout = duration("totalTimeout", text);
  }

  /** Returns how long a stream of events may be quiet, or null for ever or if not set here. */
  public Duration getEventStreamKeepAlive() {
    return eventStreamKeepAlive;
  }

  /**
   * Sets how long a stream of server-sent events may be quiet before the router sends the client a
   * comment, so that nothing on the way takes the connection for idle. It concerns responses of
   * status 200 and type {@code text/event-stream} without Content-Encoding and Content-Length.
   * Comments come up to a sixteenth later, and do not count as news of the server, whose timeout
   * must be longer.
   *
   * @param text a duration, default of a backend no comments, of a rule its backend's
   * @throws ConfigurationException if it is not a duration
   */
  public void setEventStreamKeepAlive(String text) {
    eventStreamKeepAlive = duration("eventStreamKeepAlive", text);
  }

  final Duration duration(String option, String text) {
    return Durations.parse(label() + ": " + option, text);
  }

  final ConfigurationException refused(String reason) {
    return new ConfigurationException(label() + ": " + reason);
  }
}
