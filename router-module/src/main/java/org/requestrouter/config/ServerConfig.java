package org.requestrouter.config;

import java.net.URI;

/** One server of a backend, as declared. */
public final class ServerConfig {
  /** The largest weight, HAProxy's own. */
  public static final int MAX_WEIGHT = 256;

  private final String label;
  private final String name;
  private final URI uri;
  private final String origin;
  private int weight = 1;
  private int maxConnections;

  ServerConfig(String backend, String name, String uri, String origin) {
    String inBackend = "backend '" + backend + "', server";
    this.name = Names.check(inBackend, name);
    this.label = inBackend + " '" + name + "'";
    this.uri = ServerUri.parse(label, uri);
    this.origin = origin;
  }

  /** The name, unique within the backend. */
  public String name() {
    return name;
  }

  /** The address: scheme http, https or h2c, host in lower case, and always a port; no path. */
  public URI uri() {
    return uri;
  }

  /** File, line and element of the declaration, or an empty string if not in a file. */
  public String origin() {
    return origin;
  }

  public int getWeight() {
    return weight;
  }

  /**
   * Sets the share of requests relative to the other servers of the backend.
   *
   * @param weight 0 to 256, default 1; a server of weight 0 is given no requests
   * @throws ConfigurationException if out of range
   */
  public void setWeight(int weight) {
    if (weight < 0 || weight > MAX_WEIGHT) {
      throw new ConfigurationException(
          label + ": weight '" + weight + "': must be from 0 to " + MAX_WEIGHT);
    }
    this.weight = weight;
  }

  public int getMaxConnections() {
    return maxConnections;
  }

  /**
   * Sets how many requests the server works on at once; further ones wait in the backend's queue.
   *
   * @param maxConnections a number of connections, default 0, which means unlimited
   * @throws ConfigurationException if negative
   */
  public void setMaxConnections(int maxConnections) {
    if (maxConnections < 0) {
      throw new ConfigurationException(
          label + ": maxConnections '" + maxConnections + "': must not be negative");
    }
    this.maxConnections = maxConnections;
  }

  @Override
  public String toString() {
    return "server " + name + " " + uri + " weight " + weight + " maxconn " + maxConnections;
  }
}
