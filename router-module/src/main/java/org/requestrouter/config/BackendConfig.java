package org.requestrouter.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One backend, as declared: a named group of servers with the settings that they share. Durations
 * are written as {@link Durations} reads them.
 */
public final class BackendConfig {
  /** The only balancing policy so far. */
  public static final String ROUND_ROBIN = "roundrobin";

  private final Place place;
  private final String name;
  private final String origin;
  private final List<ServerConfig> servers = new ArrayList<>();
  private String balance = ROUND_ROBIN;
  private Duration connectTimeout = Duration.ofSeconds(5);
  private Duration serverTimeout = Duration.ofSeconds(30);
  private Duration keepAliveTimeout = Duration.ofSeconds(4);
  private Duration queueTimeout;
  private int retries = 3;

  BackendConfig(String name, Place place) {
    this.name = Names.check("backend", name);
    this.place = place;
    this.origin = place.current();
  }

  /**
   * Declares a server.
   *
   * @param serverName its name, unique within the backend
   * @param uri {@code http://}, {@code https://} or {@code h2c://}, a host, and perhaps a port
   * @return the server, for its own settings
   * @throws ConfigurationException if the name is taken or not a name, or the URI is refused
   */
  public ServerConfig server(String serverName, String uri) {
    ServerConfig server = new ServerConfig(name, serverName, uri, place.current());
    if (servers.stream().anyMatch(other -> other.name().equals(serverName))) {
      throw refused("server '" + serverName + "': declared twice");
    }
    servers.add(server);
    return server;
  }

  /** The name, unique within the configuration. */
  public String name() {
    return name;
  }

  /** The servers in the order of their declaration. */
  public List<ServerConfig> servers() {
    return Collections.unmodifiableList(servers);
  }

  /** File, line and element of the declaration, or an empty string if not in a file. */
  public String origin() {
    return origin;
  }

  public String getBalance() {
    return balance;
  }

  /**
   * Sets the policy that picks a server.
   *
   * @param balance {@code roundrobin}, the default: in turn, in proportion to the weights
   * @throws ConfigurationException if the policy is unknown
   */
  public void setBalance(String balance) {
    if (!ROUND_ROBIN.equals(balance)) {
      throw refused("balance '" + balance + "': unknown policy; use " + ROUND_ROBIN);
    }
    this.balance = balance;
  }

  public Duration getConnectTimeout() {
    return connectTimeout;
  }

  /**
   * Sets how long a connection to a server may take to be established.
   *
   * @param text a duration, default {@code 5s}
   * @throws ConfigurationException if it is not a duration
   */
  public void setConnectTimeout(String text) {
    connectTimeout = duration("connectTimeout", text);
  }

  public Duration getServerTimeout() {
    return serverTimeout;
  }

  /**
   * Sets how long a server may be silent while it owes a response or a part of one. Long polls need
   * more than the time that the server holds them.
   *
   * @param text a duration, default {@code 30s}
   * @throws ConfigurationException if it is not a duration
   */
  public void setServerTimeout(String text) {
    serverTimeout = duration("serverTimeout", text);
  }

  public Duration getKeepAliveTimeout() {
    return keepAliveTimeout;
  }

  /**
   * Sets how long an unused connection to a server stays in the pool. It should be shorter than the
   * server's own limit, so that the router, not the server, ends it.
   *
   * @param text a duration, default {@code 4s}
   * @throws ConfigurationException if it is not a duration
   */
  public void setKeepAliveTimeout(String text) {
    keepAliveTimeout = duration("keepAliveTimeout", text);
  }

  /** Returns how long a request may wait in the queue; unless set, the connect timeout. */
  public Duration getQueueTimeout() {
    return queueTimeout == null ? connectTimeout : queueTimeout;
  }

  /**
   * Sets how long a request may wait for a server that has a connection to spare.
   *
   * @param text a duration, default the connect timeout
   * @throws ConfigurationException if it is not a duration
   */
  public void setQueueTimeout(String text) {
    queueTimeout = duration("queueTimeout", text);
  }

  public int getRetries() {
    return retries;
  }

  /**
   * Sets how often a request may be tried again after its first attempt has failed.
   *
   * @param retries a number of further attempts, default 3; 0 means none
   * @throws ConfigurationException if negative
   */
  public void setRetries(int retries) {
    if (retries < 0) {
      throw refused("retries '" + retries + "': must not be negative");
    }
    this.retries = retries;
  }

  private Duration duration(String option, String text) {
    return Durations.parse("backend '" + name + "': " + option, text);
  }

  private ConfigurationException refused(String reason) {
    return new ConfigurationException("backend '" + name + "': " + reason);
  }

  @Override
  public String toString() {
    return "backend " + name + " " + servers;
  }
}
