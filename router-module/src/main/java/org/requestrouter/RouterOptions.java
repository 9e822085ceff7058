package org.requestrouter;

import java.time.Duration;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.requestrouter.config.Durations;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.Sizes;
import org.requestrouter.config.TcpKeepAlive;

/** What is set on the router itself, rather than in its rules, before it starts. */
@ManagedObject("The options of a router")
public abstract class RouterOptions extends ContainerLifeCycle {

  /** The name of a router that is given none. */
  public static final String DEFAULT_NAME = "default";

  private static final long MAX_CACHE_SIZE = 64L << 30;

  private String name = DEFAULT_NAME;
  private String rules;
  private int selectors;
  private Duration stopHold = GracefulStop.DEFAULT_HOLD;
  private int scanInterval = 1;
  private String cacheSize = "16m";
  private TcpKeepAlive tcpKeepAlive = TcpKeepAlive.OFF;

  /** The name by which servlets find this router. */
  @ManagedAttribute("The name of this router")
  public String getName() {
    return name;
  }

  /** Sets the name; default {@value #DEFAULT_NAME}. */
  public void setName(String name) {
    requireStopped();
    this.name = name;
  }

  /** The file with the rules, or null. */
  @ManagedAttribute("The rules file")
  public String getRules() {
    return rules;
  }

  /**
   * Sets the rules file, a Jetty XML file for {@link RoutingConfig}; default none. A relative path
   * is resolved against {@code jetty.base}. A file that cannot be used stops the start.
   */
  public void setRules(String file) {
    requireStopped();
    this.rules = file;
  }

  /** How many selectors of the router's own carry the connections to servers; 0 for none. */
  @ManagedAttribute("The number of the router's own selectors for connections to servers")
  public int getSelectors() {
    return selectors;
  }

  /**
   * Sets the number of the router's own selectors. Default 0: a connection to a server is carried
   * by the selector of the client that it serves, which costs least; https and h2c have one of
   * their own for two processors, at most four.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void setSelectors(int count) {
    requireStopped();
    if (count < 0) {
      throw new IllegalArgumentException("selectors must not be negative: " + count);
    }
    this.selectors = count;
  }

  /** How many selectors carry the connections to servers of https and h2c. */
  int proxySelectors() {
    int derived = Math.min(4, Runtime.getRuntime().availableProcessors() / 2);
    return getSelectors() > 0 ? getSelectors() : Math.max(1, derived);
  }

  /** For how long requests that wait are held while the server stops. */
  @ManagedAttribute(value = "For how long a stop holds requests that wait", readonly = true)
  public Duration getStopHold() {
    return stopHold;
  }

  /**
   * Sets for how long requests that wait, in a queue or for the header of a response, are held
   * while the server stops gracefully; then they are answered with 503. Default {@code 3s}; {@code
   * 0} answers at once. The answers come in time before the server's own stop timeout ends.
   *
   * @throws org.requestrouter.config.ConfigurationException if it is no duration
   */
  public void setStopHold(String duration) {
    requireStopped();
    stopHold =
        duration.equals("0") ? Duration.ZERO : Durations.parse("request-router.stopHold", duration);
  }

  /** How often the files of the configuration are looked at, in seconds; 0 for never. */
  @ManagedAttribute("The seconds between two looks at the files of the configuration, 0 for none")
  public int getScanInterval() {
    return scanInterval;
  }

  /**
   * Sets how often the rules file, and the files that it names, are looked at: if they have
   * changed, and are found unchanged once more, they are loaded anew. Default 1 second; 0 means
   * never.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void setScanInterval(int seconds) {
    requireStopped();
    if (seconds < 0) {
      throw new IllegalArgumentException("scanInterval must not be negative: " + seconds);
    }
    this.scanInterval = seconds;
  }

  /** How many bytes the responses may take that are kept, as a size. */
  @ManagedAttribute(value = "The bytes that the responses may take that are kept", readonly = true)
  public String getCacheSize() {
    return cacheSize;
  }

  /**
   * Sets how many bytes the responses may take that rules with a {@code microCache} keep, all rules
   * together; those of least use are removed first. Default {@code 16m}, at most {@code 64g};
   * nothing is taken before there is something to keep.
   *
   * @throws org.requestrouter.config.ConfigurationException if it is no size, or is too large
   */
  public void setCacheSize(String size) {
    requireStopped();
    Sizes.parse("request-router.cacheSize", size, MAX_CACHE_SIZE);
    cacheSize = size;
  }

  /** As {@link #getCacheSize()}, in bytes. */
  long cacheSize() {
    return Sizes.parse("request-router.cacheSize", cacheSize, MAX_CACHE_SIZE);
  }

  /** How silent connections of clients are probed. */
  @ManagedAttribute(value = "How TCP probes silent connections of clients", readonly = true)
  public String getTcpKeepAlive() {
    return tcpKeepAlive.toString();
  }

  /**
   * Sets whether TCP probes silent connections of clients, on all connectors that the server has
   * when it starts. Default {@code off}; written as {@link TcpKeepAlive#parse} reads it.
   *
   * @throws org.requestrouter.config.ConfigurationException if it cannot be read
   */
  public void setTcpKeepAlive(String text) {
    requireStopped();
    tcpKeepAlive = TcpKeepAlive.parse("request-router.tcpKeepAlive", text);
  }

  TcpKeepAlive tcpKeepAlive() {
    return tcpKeepAlive;
  }

  private void requireStopped() {
    if (isRunning()) {
      throw new IllegalStateException(getState());
    }
  }
}
