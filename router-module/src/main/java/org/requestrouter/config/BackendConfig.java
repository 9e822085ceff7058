package org.requestrouter.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.requestrouter.balance.Policy;

/**
 * One backend, as declared: a named group of servers with the settings that they share. Durations
 * are written as {@link Durations} reads them.
 */
public final class BackendConfig extends TimeoutConfig {
  private final Place place;
  private final String name;
  private final String origin;
  private final List<ServerConfig> servers = new ArrayList<>();
  private String balance = "roundrobin";
  private Duration keepAliveTimeout = Duration.ofSeconds(4);
  private int retries = 3;
  private int retryBudget = 100;
  private RetryOn retryOn = RetryOn.DEFAULT;
  private int maxQueue;
  private int maxHeld;
  private Duration retryAfter = Duration.ofSeconds(1);

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
   * Sets the policy that picks a server, in HAProxy's words.
   *
   * @param balance {@code roundrobin}, the default, {@code leastconn}, {@code random(2)}, {@code
   *     first}, or what is hashed: {@code source}, {@code uri}, {@code hdr(NAME)}, {@code
   *     url_param(NAME)}, {@code cookie(NAME)}
   * @throws ConfigurationException if the policy is unknown
   */
  public void setBalance(String balance) {
    try {
      Policy.parse(balance);
    } catch (IllegalArgumentException x) {
      throw refused(x.getMessage());
    }
    this.balance = balance;
  }

  /** Returns how long a connection to a server may take; never null. */
  @Override
  public Duration getConnectTimeout() {
    return or(super.getConnectTimeout(), Duration.ofSeconds(5));
  }

  /** Returns how long a request may wait in the queue; never null. */
  @Override
  public Duration getQueueTimeout() {
    return or(super.getQueueTimeout(), getConnectTimeout());
  }

  /** Returns how long a server may be silent; never null. */
  @Override
  public Duration getServerTimeout() {
    return or(super.getServerTimeout(), Duration.ofSeconds(30));
  }

  /** Returns how long an upgraded connection may be silent; never null. */
  @Override
  public Duration getTunnelTimeout() {
    return or(super.getTunnelTimeout(), Duration.ofHours(1));
  }

  private static Duration or(Duration set, Duration otherwise) {
    return set == null ? otherwise : set;
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
    this.retries = notNegative("retries", retries);
  }

  public int getRetryBudget() {
    return retryBudget;
  }

  /**
   * Sets how many retries there may be as a share of the requests, so that servers in trouble do
   * not get several times the load. Ten more are always allowed, and as many again a second.
   *
   * @param percent of the requests, default 100; 0 leaves only those ten a second
   * @throws ConfigurationException if negative
   */
  public void setRetryBudget(int percent) {
    retryBudget = notNegative("retryBudget", percent);
  }

  public RetryOn getRetryOn() {
    return retryOn;
  }

  /**
   * Sets what is tried again, as {@link RetryOn} reads it.
   *
   * @param text HAProxy's words and statuses, default {@code conn-failure empty-response}
   * @throws ConfigurationException if a word is unknown
   */
  public void setRetryOn(String text) {
    retryOn = RetryOn.parse(label(), text);
  }

  public int getMaxQueue() {
    return maxQueue;
  }

  /**
   * Sets how many requests may wait for a server; further ones are refused at once with 503.
   *
   * @param maxQueue a number of requests, default 0, which means unlimited
   * @throws ConfigurationException if negative
   */
  public void setMaxQueue(int maxQueue) {
    this.maxQueue = notNegative("maxQueue", maxQueue);
  }

  public int getMaxHeld() {
    return maxHeld;
  }

  /**
   * Sets how many requests the backend holds at once, those at its servers and those in its queue
   * together; further ones are refused at once with 503.
   *
   * @param maxHeld a number of requests, default 0, which means unlimited
   * @throws ConfigurationException if negative
   */
  public void setMaxHeld(int maxHeld) {
    this.maxHeld = notNegative("maxHeld", maxHeld);
  }

  public Duration getRetryAfter() {
    return retryAfter;
  }

  /**
   * Sets what Retry-After says to clients that are refused for want of room, rounded up to seconds.
   *
   * @param text a duration, default {@code 1s}
   * @throws ConfigurationException if it is not a duration
   */
  public void setRetryAfter(String text) {
    retryAfter = duration("retryAfter", text);
  }

  private int notNegative(String option, int number) {
    if (number < 0) {
      throw refused(option + " '" + number + "': must not be negative");
    }
    return number;
  }

  @Override
  String label() {
    return "backend '" + name + "'";
  }

  @Override
  public String toString() {
    return "backend " + name + " " + servers;
  }
}
