package org.requestrouter.config;

import java.net.InetAddress;
import java.net.URI;
import java.util.regex.Pattern;

/** One server of a backend, as declared. */
public final class ServerConfig extends TlsConfig {
  /** The largest weight, HAProxy's own. */
  public static final int MAX_WEIGHT = 256;

  // What RFC 6265 allows in a value, but not the delimiter of HAProxy's dates.
  private static final Pattern COOKIE = Pattern.compile("[!#-+./0-:<-\\[\\]-{}~-]+");

  private final String label;
  private final String name;
  private final URI uri;
  private final String origin;
  private final InetAddress address;
  private int weight = 1;
  private int maxConnections;
  private boolean backup;
  private String cookie;
  private SendProxy sendProxy = SendProxy.NONE;

  ServerConfig(String backend, String name, String uri, String origin) {
    String inBackend = "backend '" + backend + "', server";
    this.name = Names.check(inBackend, name);
    this.label = inBackend + " '" + name + "'";
    this.uri = ServerUri.parse(label, uri);
    this.origin = origin;
    this.address = null;
  }

  private ServerConfig(ServerConfig declared, InetAddress address) {
    super(declared);
    String suffix = "@" + address.getHostAddress();
    this.label = declared.label;
    this.name = declared.name + suffix;
    this.uri = declared.uri;
    this.origin = declared.origin;
    this.address = address;
    this.weight = declared.weight;
    this.maxConnections = declared.maxConnections;
    this.backup = declared.backup;
    this.sendProxy = declared.sendProxy;
    this.cookie = declared.cookie == null ? null : declared.cookie + suffix;
  }

  /** Returns what a server is at one of its host's addresses: its name tells the address. */
  public static ServerConfig at(InetAddress found, ServerConfig declared) {
    return new ServerConfig(declared, found);
  }

  /** The address, or null if the one is meant that the host has when the server is first used. */
  public InetAddress address() {
    return address;
  }

  /** The name, unique within the backend. */
  public String name() {
    return name;
  }

  @Override
  String label() {
    return label;
  }

  /**
   * The address: scheme http, https or h2c, host in lower case, and always a port; no path. Or
   * scheme unix, and the path of a socket.
   */
  @Override
  public URI uri() {
    return uri;
  }

  /** Whether the server listens on a unix-domain socket, so that it has no host and no port. */
  public boolean isUnix() {
    return "unix".equals(uri.getScheme());
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

  public boolean isBackup() {
    return backup;
  }

  /** Sets whether the server gets requests only when no other can serve them; default false. */
  public void setBackup(boolean backup) {
    this.backup = backup;
  }

  /**
   * As {@link #setBackup(boolean)}, for XML, whose own conversion takes any word for false.
   *
   * @throws ConfigurationException if the text is neither true nor false
   */
  public void setBackup(String text) {
    backup = Flags.parse(label + ": backup", text);
  }

  /** Returns what stands for the server in the cookie of its backend; its name, unless set. */
  public String getCookie() {
    return cookie == null ? name : cookie;
  }

  /**
   * Sets what stands for the server in the cookie of its backend. Servers may share a value: then
   * the first that works is taken.
   *
   * @param cookie characters that a cookie's value may have, without {@code |}; default the name
   * @throws ConfigurationException if there are others
   */
  public void setCookie(String cookie) {
    if (cookie == null || !COOKIE.matcher(cookie).matches()) {
      throw new ConfigurationException(
          label + ": cookie '" + cookie + "': not the value of a cookie, or it has a '|'");
    }
    this.cookie = cookie;
  }

  public SendProxy getSendProxy() {
    return sendProxy;
  }

  /**
   * Sets whether each connection to the server begins with the client's address, in the PROXY
   * protocol. Such a connection serves only the client that it was made for.
   *
   * @param text {@code none}, the default, {@code v1} or {@code v2}
   * @throws ConfigurationException for any other word
   */
  public void setSendProxy(String text) {
    sendProxy = SendProxy.parse(label + ": sendProxy", text);
  }

  /** Checks that it can be checked like that. */
  void validate(CheckConfig check) {
    if (isUnix() && check.getPort() != 0) {
      String reason = ": a server at a unix-domain socket has none";
      throw new ConfigurationException(label + ": check: port '" + check.getPort() + "'" + reason);
    }
  }

  @Override
  public String toString() {
    return "server " + name + " " + uri + " weight " + weight + " maxconn " + maxConnections;
  }
}
