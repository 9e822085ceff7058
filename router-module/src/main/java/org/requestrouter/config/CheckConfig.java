package org.requestrouter.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How the servers of a backend are checked, as declared: by an HTTP request if there is a URI, else
 * by a TCP connection. Durations are written as {@link Durations} reads them.
 */
public final class CheckConfig {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final int MAX_PORT = 65_535;

  private final String label;
  private String method;
  private String uri;
  private String host;
  private StatusSet expectStatus;
  private String expectHeader;
  private Duration interval = Duration.ofSeconds(2);
  private Duration fastInterval;
  private Duration timeout;
  private int rise = 2;
  private int fall = 3;
  private int port;

  /**
   * Creates the defaults: a TCP connection every two seconds.
   *
   * @param backend the name of the backend, for messages
   */
  public CheckConfig(String backend) {
    this.label = "backend '" + backend + "': check: ";
  }

  /** Whether the check is an HTTP request, rather than a mere connection. */
  public boolean isHttp() {
    return uri != null;
  }

  public String getMethod() {
    return method == null ? "GET" : method;
  }

  /**
   * Sets the method of the request.
   *
   * @param method case matters, default {@code GET}
   * @throws ConfigurationException if it is not a method, or is CONNECT
   */
  public void setMethod(String method) {
    if (method == null || !TOKEN.matcher(method).matches() || method.equals("CONNECT")) {
      throw refused("method", method, "not a method that can be asked for, such as GET or HEAD");
    }
    this.method = method;
  }

  public String getUri() {
    return uri;
  }

  /**
   * Sets the path, and perhaps query, of the request.
   *
   * @param uri begins with a slash; default none: servers are checked by a TCP connection
   * @throws ConfigurationException if it is not a path
   */
  public void setUri(String uri) {
    if (uri == null || !uri.startsWith("/")) {
      throw refused("uri", uri, "must begin with /");
    }
    try {
      if (new URI("http://host" + uri).getRawFragment() != null) {
        throw refused("uri", uri, "a fragment is not allowed");
      }
    } catch (URISyntaxException e) {
      throw refused("uri", uri, e.getReason());
    }
    this.uri = uri;
  }

  public String getHost() {
    return host;
  }

  /**
   * Sets the Host field of the request, over HTTP/2 its authority.
   *
   * @param host a host name or address, perhaps with a port; default that of the server's URI
   * @throws ConfigurationException if it is not a host
   */
  public void setHost(String host) {
    String fault = hostFault(host);
    if (fault != null) {
      throw refused("host", host, fault);
    }
    this.host = host;
  }

  private static String hostFault(String host) {
    try {
      URI parsed = new URI("http://" + host);
      boolean plain = parsed.getHost() != null && parsed.getRawUserInfo() == null;
      if (host == null || !plain || !host.equals(parsed.getRawAuthority())) {
        return "not a host name, or a host name and a port";
      }
      boolean number = parsed.getPort() != -1 || !host.endsWith(":");
      return number && parsed.getPort() <= MAX_PORT && parsed.getPort() != 0
          ? null
          : "the port must be from 1 to " + MAX_PORT;
    } catch (URISyntaxException e) {
      return e.getReason();
    }
  }

  public StatusSet getExpectStatus() {
    return expectStatus == null ? StatusSet.parse("", "200-399") : expectStatus;
  }

  /**
   * Sets the statuses that a healthy server answers with.
   *
   * @param statuses statuses and ranges with commas, default {@code 200-399}
   * @throws ConfigurationException if it is not a set of statuses
   */
  public void setExpectStatus(String statuses) {
    this.expectStatus = StatusSet.parse(label + "expectStatus", statuses);
  }

  public String getExpectHeader() {
    return expectHeader;
  }

  /**
   * Sets a field that the response of a healthy server has, besides the status.
   *
   * @param field {@code Name: value}, which a field of the response must equal, its name in any
   *     case; or only {@code Name}, which must be there; default none
   * @throws ConfigurationException if there is no name, or no value after the colon
   */
  public void setExpectHeader(String field) {
    String given = field == null ? "" : field;
    int colon = given.indexOf(':');
    String name = colon < 0 ? given : given.substring(0, colon);
    boolean empty = colon >= 0 && given.substring(colon + 1).isBlank();
    if (!TOKEN.matcher(name).matches() || empty) {
      throw refused("expectHeader", field, "write Name: value, or only Name");
    }
    this.expectHeader = given;
  }

  public Duration getInterval() {
    return interval;
  }

  /**
   * Sets the time from the end of a check to the begin of the next.
   *
   * @param text a duration, default {@code 2s}
   * @throws ConfigurationException if it is not a duration
   */
  public void setInterval(String text) {
    interval = Durations.parse(label + "interval", text);
  }

  /** Returns the interval while the state of a server is in doubt; unless set, the interval. */
  public Duration getFastInterval() {
    return fastInterval == null ? interval : fastInterval;
  }

  /**
   * Sets the interval while a server is unchecked, about to go down or about to come up, and before
   * the check that follows errors of requests.
   *
   * @param text a duration, default {@code interval}
   * @throws ConfigurationException if it is not a duration
   */
  public void setFastInterval(String text) {
    fastInterval = Durations.parse(label + "fastInterval", text);
  }

  /** Returns how long a check may take; unless set, the interval. */
  public Duration getTimeout() {
    return timeout == null ? interval : timeout;
  }

  /**
   * Sets how long a check may take, from the begin of the connection to the header of the response.
   *
   * @param text a duration, default {@code interval}
   * @throws ConfigurationException if it is not a duration
   */
  public void setTimeout(String text) {
    timeout = Durations.parse(label + "timeout", text);
  }

  public int getRise() {
    return rise;
  }

  /**
   * Sets how many checks in a row must pass for a server to come up.
   *
   * @param rise a number of checks, default 2
   * @throws ConfigurationException if less than 1
   */
  public void setRise(int rise) {
    this.rise = positive("rise", rise);
  }

  public int getFall() {
    return fall;
  }

  /**
   * Sets how many checks in a row must fail for a server to go down. The very first check takes it
   * down alone.
   *
   * @param fall a number of checks, default 3
   * @throws ConfigurationException if less than 1
   */
  public void setFall(int fall) {
    this.fall = positive("fall", fall);
  }

  public int getPort() {
    return port;
  }

  /**
   * Sets the port that checks connect to.
   *
   * @param port 1 to 65535; default 0, which means the port of the server's URI
   * @throws ConfigurationException if out of range
   */
  public void setPort(int port) {
    if (port < 0 || port > MAX_PORT) {
      throw refused("port", Integer.toString(port), "must be from 0 to " + MAX_PORT);
    }
    this.port = port;
  }

  /**
   * Checks what can be judged only when all is set.
   *
   * @throws ConfigurationException if a setting of requests has no effect, for lack of a URI
   */
  public void validate() {
    if (isHttp()) {
      return;
    }
    requireUri("method", method);
    requireUri("host", host);
    requireUri("expectStatus", expectStatus);
    requireUri("expectHeader", expectHeader);
  }

  private void requireUri(String option, Object value) {
    if (value != null) {
      throw refused(option, value.toString(), "has no effect, since there is no uri");
    }
  }

  private int positive(String option, int value) {
    if (value < 1) {
      throw refused(option, Integer.toString(value), "must be at least 1");
    }
    return value;
  }

  private ConfigurationException refused(String option, String text, String reason) {
    return new ConfigurationException(
        label + option + " '" + (text == null ? "" : text) + "': " + reason);
  }

  @Override
  public String toString() {
    return "check " + (isHttp() ? getMethod() + " " + uri : "tcp");
  }
}
