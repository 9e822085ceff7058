package org.requestrouter.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.requestrouter.balance.Policy;

/**
 * One backend, as declared: a named group of servers with the settings that they share. Durations
 * are written as {@link Durations} reads them.
 */
public final class BackendConfig extends AffinityConfig {
  private final Place place;
  private final String name;
  private final String origin;
  private final List<ServerConfig> servers = new ArrayList<>();
  private String balance = "roundrobin";
  private Duration keepAliveTimeout = Duration.ofSeconds(4);
  private TcpKeepAlive tcpKeepAlive = TcpKeepAlive.OFF;
  private CheckConfig check;
  private ObserveConfig observe;
  private BreakerConfig breaker;
  private Duration slowStart;
  private Duration resolveInterval;
  private Set<String> upgrades = UpgradeProtocols.DEFAULT;
  private Duration tunnelGrace;

  BackendConfig(String name, Place place) {
    super(place);
    this.name = Names.check("backend", name);
    this.place = place;
    this.origin = place.current();
  }

  /**
   * Declares a server.
   *
   * @param serverName its name, unique within the backend
   * @param uri {@code http://}, {@code https://} or {@code h2c://}, a host, and perhaps a port; or
   *     {@code unix:} and the absolute path of a socket
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

  public TcpKeepAlive getTcpKeepAlive() {
    return tcpKeepAlive;
  }

  /**
   * Sets whether TCP probes silent connections to the servers.
   *
   * @param text {@code off}, the default, {@code system} for the system's own settings, or the
   *     silence before the first probe, and perhaps the time between two of them, and how many in
   *     vain end the connection; {@code 60s 10s 3}
   * @throws ConfigurationException if it is none of these
   */
  public void setTcpKeepAlive(String text) {
    tcpKeepAlive = TcpKeepAlive.parse(label() + ": tcpKeepAlive", text);
  }

  /**
   * Declares that the servers are checked; the settings of the checks nest in the call.
   *
   * @throws ConfigurationException if it is declared twice
   */
  public CheckConfig check() {
    check = once("check", check, new CheckConfig(name));
    return check;
  }

  /** Returns how the servers are checked, or null. */
  public CheckConfig getCheck() {
    return check;
  }

  /**
   * Declares that requests are observed for what they show of a server's health; the settings nest
   * in the call.
   *
   * @throws ConfigurationException if it is declared twice
   */
  public ObserveConfig observe() {
    observe = once("observe", observe, new ObserveConfig(name));
    return observe;
  }

  /** Returns how requests are observed, or null. */
  public ObserveConfig getObserve() {
    return observe;
  }

  /**
   * Declares that each server has a circuit breaker; its settings nest in the call.
   *
   * @throws ConfigurationException if it is declared twice
   */
  public BreakerConfig circuitBreaker() {
    breaker = once("circuitBreaker", breaker, new BreakerConfig(name));
    return breaker;
  }

  /** Returns how the circuit breaker of each server works, or null. */
  public BreakerConfig getCircuitBreaker() {
    return breaker;
  }

  private <T> T once(String element, T before, T declared) {
    if (before != null) {
      throw refused(element + ": declared twice");
    }
    return declared;
  }

  /** Returns how often the servers' host names are looked up again, or null for never. */
  public Duration getResolveInterval() {
    return resolveInterval;
  }

  /**
   * Sets how often the host names of the servers are looked up again. Each address that a name has
   * is then a server of its own, whose name ends in {@code @} and the address.
   *
   * @param text a duration, default none: a name is looked up once, and its first address used
   * @throws ConfigurationException if it is not a duration
   */
  public void setResolveInterval(String text) {
    resolveInterval = duration("resolveInterval", text);
  }

  /** Returns how long tunnels outlive their server in the configuration, or null for no limit. */
  public Duration getTunnelGrace() {
    return tunnelGrace;
  }

  /**
   * Sets how long upgraded connections may go on after their server, or the whole backend, has been
   * taken out of the configuration by a reload; WebSockets are then closed with status 1001.
   *
   * @param text a duration, default none: they go on until one of their ends closes them
   * @throws ConfigurationException if it is not a duration
   */
  public void setTunnelGrace(String text) {
    tunnelGrace = duration("tunnelGrace", text);
  }

  /** Returns the protocols to which connections may be upgraded, or {@code none}. */
  public String getUpgrades() {
    return UpgradeProtocols.text(upgrades);
  }

  /** Returns the protocols to which connections may be upgraded, in lower case. */
  public Set<String> upgrades() {
    return upgrades;
  }

  /**
   * Sets the protocols to which clients may upgrade their connections (RFC 9110, 7.8). What else
   * they ask for is not sent on, so that the server answers as if they had not.
   *
   * @param protocols names with blanks or commas between them, or {@code none}; default {@code
   *     websocket}
   * @throws ConfigurationException if one is no name, or is a version of HTTP or TLS
   */
  public void setUpgrades(String protocols) {
    try {
      upgrades = UpgradeProtocols.parse(protocols);
    } catch (IllegalArgumentException x) {
      throw refused("upgrades '" + protocols + "': " + x.getMessage());
    }
  }

  /** Returns how long a server takes to get all of its share after it came up, or null. */
  public Duration getSlowStart() {
    return slowStart;
  }

  /**
   * Sets how long the share of a server that has come up again grows until it is as large as its
   * weight says.
   *
   * @param text a duration, default none: it has all of its share at once
   * @throws ConfigurationException if it is not a duration
   */
  public void setSlowStart(String text) {
    slowStart = duration("slowStart", text);
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
