package org.requestrouter.config;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The cookie by which clients are led back to the server that they had, as declared; HAProxy's
 * {@code cookie NAME insert indirect nocache}. Only mode {@code insert} is known: the router itself
 * gives clients the cookie.
 */
public final class CookieConfig {
  /** The only mode. */
  public static final String INSERT = "insert";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#%&'*+.^_`|~-]+");

  // What may stand in a cookie's attribute; anything else would let a setting forge another one.
  private static final Pattern PATH = Pattern.compile("/[!-:<-~]*");
  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.-]+");
  private static final Set<String> SAME_SITE = Set.of("Strict", "Lax", "None");

  private final String label;
  private final String name;
  private final String origin;
  private boolean indirect = true;
  private boolean nocache = true;
  private boolean preserve;
  private boolean httpOnly;
  private boolean secure;
  private String sameSite;
  private String domain;
  private String path = "/";
  private Duration maxIdle;
  private Duration maxLife;

  CookieConfig(String backend, String name, String origin) {
    this.label = backend + ", cookie '" + (name == null ? "" : name) + "'";
    this.name = name;
    this.origin = origin;
    if (name == null || !NAME.matcher(name).matches()) {
      throw refused("a name is required, as RFC 6265 has it for cookies");
    }
  }

  /** The name of the cookie. */
  public String name() {
    return name;
  }

  public String getMode() {
    return INSERT;
  }

  /**
   * Sets who gives clients the cookie.
   *
   * @param mode {@code insert}, the default: the router
   * @throws ConfigurationException if it is another mode of HAProxy's, or none
   */
  public void setMode(String mode) {
    if (!INSERT.equals(mode)) {
      throw refused("mode '" + mode + "': unknown; use " + INSERT);
    }
  }

  public boolean isIndirect() {
    return indirect;
  }

  /** Sets whether the cookie is taken out of requests, so that no server sees it; default true. */
  public void setIndirect(boolean indirect) {
    this.indirect = indirect;
  }

  /** As {@link #setIndirect(boolean)}, for XML, whose own conversion takes any word for false. */
  public void setIndirect(String text) {
    indirect = flag("indirect", text);
  }

  public boolean isNocache() {
    return nocache;
  }

  /**
   * Sets whether a response that a cache could store is made private when it gets the cookie, so
   * that the cookie of one client does not reach others; default true.
   */
  public void setNocache(boolean nocache) {
    this.nocache = nocache;
  }

  /** As {@link #setNocache(boolean)}, for XML, whose own conversion takes any word for false. */
  public void setNocache(String text) {
    nocache = flag("nocache", text);
  }

  public boolean isPreserve() {
    return preserve;
  }

  /**
   * Sets whether a cookie of this name that the server sets reaches the client, instead of the
   * router's; default false. A server ends the affinity by setting it to nothing.
   */
  public void setPreserve(boolean preserve) {
    this.preserve = preserve;
  }

  /** As {@link #setPreserve(boolean)}, for XML, whose own conversion takes any word for false. */
  public void setPreserve(String text) {
    preserve = flag("preserve", text);
  }

  public boolean isHttpOnly() {
    return httpOnly;
  }

  /** Sets whether scripts are kept from the cookie; default false. */
  public void setHttpOnly(boolean httpOnly) {
    this.httpOnly = httpOnly;
  }

  /** As {@link #setHttpOnly(boolean)}, for XML, whose own conversion takes any word for false. */
  public void setHttpOnly(String text) {
    httpOnly = flag("httpOnly", text);
  }

  public boolean isSecure() {
    return secure;
  }

  /** Sets whether clients send the cookie over TLS only; default false. */
  public void setSecure(boolean secure) {
    this.secure = secure;
  }

  /** As {@link #setSecure(boolean)}, for XML, whose own conversion takes any word for false. */
  public void setSecure(String text) {
    secure = flag("secure", text);
  }

  /** Returns Strict, Lax or None, or null for no such attribute. */
  public String getSameSite() {
    return sameSite;
  }

  /**
   * Sets with which requests from other sites the cookie is sent.
   *
   * @param sameSite Strict, Lax or None; default no such attribute
   * @throws ConfigurationException if it is another word
   */
  public void setSameSite(String sameSite) {
    if (sameSite == null || !SAME_SITE.contains(sameSite)) {
      throw refused("sameSite '" + sameSite + "': must be Strict, Lax or None");
    }
    this.sameSite = sameSite;
  }

  /** Returns the domain of the cookie, or null for the host of the request alone. */
  public String getDomain() {
    return domain;
  }

  /**
   * Sets the domain that the cookie is for.
   *
   * @param domain a host name, perhaps with a dot before it; default the host of the request alone
   * @throws ConfigurationException if it has other characters
   */
  public void setDomain(String domain) {
    if (domain == null || !DOMAIN.matcher(domain).matches()) {
      throw refused("domain '" + domain + "': not a domain name");
    }
    this.domain = domain;
  }

  public String getPath() {
    return path;
  }

  /**
   * Sets the path that the cookie is for.
   *
   * @param path begins with a slash; default {@code /}
   * @throws ConfigurationException if it does not, or has a semicolon or what no URI has
   */
  public void setPath(String path) {
    if (path == null || !PATH.matcher(path).matches()) {
      throw refused("path '" + path + "': not the path of a cookie");
    }
    this.path = path;
  }

  /** Returns how long an unused cookie is honoured, or null for ever. */
  public Duration getMaxIdle() {
    return maxIdle;
  }

  /**
   * Sets how long a cookie is honoured after its last use. The time of its use is written into the
   * cookie, which is given anew with every response that comes seconds later.
   *
   * @param text a duration, at least {@code 1s}; default for ever
   * @throws ConfigurationException if it is not a duration, or too short
   */
  public void setMaxIdle(String text) {
    maxIdle = seconds("maxIdle", text);
  }

  /** Returns how long a cookie is honoured in all, or null for ever. */
  public Duration getMaxLife() {
    return maxLife;
  }

  /**
   * Sets how long a cookie is honoured after it was first given, used or not; that time is written
   * into the cookie.
   *
   * @param text a duration, at least {@code 1s}; default for ever
   * @throws ConfigurationException if it is not a duration, or too short
   */
  public void setMaxLife(String text) {
    maxLife = seconds("maxLife", text);
  }

  /** Checks what only all settings together can show. */
  void validate() {
    if ("None".equals(sameSite) && !secure) {
      throw Place.refused(
          origin,
          label + ": sameSite 'None': browsers refuse such a cookie unless it is secure, too");
    }
  }

  private Duration seconds(String option, String text) {
    Duration duration = Durations.parse(label + ": " + option, text);
    if (duration.toSeconds() == 0) {
      throw refused(option + " '" + text + "': too short; the least is 1s");
    }
    return duration;
  }

  private boolean flag(String option, String text) {
    return Flags.parse(label + ": " + option, text);
  }

  private ConfigurationException refused(String reason) {
    return new ConfigurationException(label + ": " + reason);
  }

  @Override
  public String toString() {
    return "cookie " + name + " " + INSERT + (indirect ? " indirect" : "");
  }
}
