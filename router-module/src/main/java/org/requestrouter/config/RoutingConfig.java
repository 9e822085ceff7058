package org.requestrouter.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The routing configuration as declared, in HAProxy's words: backends, ACLs, rules in order, and
 * the backend for what no rule matches. It is filled by Jetty XML or by Java and holds no run-time
 * state; what is declared after the router has started has no effect before a reload.
 */
public final class RoutingConfig {
  /** The reserved backend: this Jetty's own handlers. */
  public static final String WEBAPPS = "webapps";

  // A token of RFC 9110, or host and port; anything else would let a setting forge header fields.
  private static final Pattern PSEUDONYM = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~:\\[\\]-]*");

  private final Place place = new Place();
  private final List<BackendConfig> backends = new ArrayList<>();
  private final List<AclConfig> acls = new ArrayList<>();
  private final List<RuleConfig> rules = new ArrayList<>();
  private String defaultBackend = WEBAPPS;
  private String defaultBackendOrigin = "";
  private boolean forwardedFor = true;
  private boolean forwarded = true;
  private String via = "request-router";
  private Duration clientTimeout;

  /** Creates a configuration in which nothing is declared. */
  public RoutingConfig() {}

  /** Creates a configuration that begins with what another declares, and does not change that. */
  public RoutingConfig(RoutingConfig before) {
    backends.addAll(before.backends);
    acls.addAll(before.acls);
    rules.addAll(before.rules);
    defaultBackend = before.defaultBackend;
    defaultBackendOrigin = before.defaultBackendOrigin;
    forwardedFor = before.forwardedFor;
    forwarded = before.forwarded;
    via = before.via;
    clientTimeout = before.clientTimeout;
  }

  /**
   * Declares a backend.
   *
   * @param name letters, digits, '-', '_', '.' and ':'; not {@code webapps}
   * @return the backend, for its servers and settings
   * @throws ConfigurationException if the name is taken, reserved or not a name
   */
  public BackendConfig backend(String name) {
    BackendConfig backend = new BackendConfig(name, place);
    if (WEBAPPS.equals(name)) {
      throw new ConfigurationException(
          "backend '" + WEBAPPS + "': the name is reserved for this Jetty's own handlers");
    }
    if (isDeclared(name)) {
      throw new ConfigurationException("backend '" + name + "': declared twice");
    }
    backends.add(backend);
    return backend;
  }

  /**
   * Declares an ACL; several declarations of one name are alternatives of each other.
   *
   * @param name the name that conditions use
   * @param expression a fetch, flags and patterns, for example {@code path_beg /chat/}
   * @throws ConfigurationException if the name is not a name or the expression is empty
   */
  public void acl(String name, String expression) {
    Names.check("acl", name);
    if (isBlank(expression)) {
      throw new ConfigurationException("acl '" + name + "': the expression is empty");
    }
    acls.add(new AclConfig(name, expression, place.current()));
  }

  /**
   * Appends a rule that always matches; rules after it are never reached.
   *
   * @param backend a backend, which may be declared later, or {@code webapps}
   * @return the rule
   * @throws ConfigurationException if the backend is not a name
   */
  public RuleConfig useBackend(String backend) {
    return rule(backend, null);
  }

  /**
   * Appends a rule.
   *
   * @param backend a backend, which may be declared later, or {@code webapps}
   * @param condition when the rule matches; may begin with {@code if} or {@code unless}
   * @return the rule
   * @throws ConfigurationException if the backend is not a name or the condition is empty
   */
  public RuleConfig useBackend(String backend, String condition) {
    if (isBlank(condition)) {
      throw new ConfigurationException(
          "useBackend '" + backend + "': the condition is empty; omit it to match always");
    }
    return rule(backend, condition);
  }

  private RuleConfig rule(String backend, String condition) {
    RuleConfig rule =
        new RuleConfig(Names.check("useBackend", backend), condition, place.current());
    rules.add(rule);
    return rule;
  }

  public String getDefaultBackend() {
    return defaultBackend;
  }

  /**
   * Sets where requests go that no rule matches.
   *
   * @param name a backend, default {@code webapps}
   * @throws ConfigurationException if it is not a name
   */
  public void setDefaultBackend(String name) {
    defaultBackend = Names.check("defaultBackend", name);
    defaultBackendOrigin = place.current();
  }

  public boolean isForwardedFor() {
    return forwardedFor;
  }

  /** Sets whether servers get X-Forwarded-For, -Proto and -Host; default true. */
  public void setForwardedFor(boolean forwardedFor) {
    this.forwardedFor = forwardedFor;
  }

  /**
   * As {@link #setForwardedFor(boolean)}, for XML, whose own conversion takes any word for false.
   *
   * @throws ConfigurationException if the text is neither true nor false
   */
  public void setForwardedFor(String text) {
    forwardedFor = Flags.parse("forwardedFor", text);
  }

  public boolean isForwarded() {
    return forwarded;
  }

  /** Sets whether servers get the Forwarded field of RFC 7239; default true. */
  public void setForwarded(boolean forwarded) {
    this.forwarded = forwarded;
  }

  /**
   * As {@link #setForwarded(boolean)}, for XML, whose own conversion takes any word for false.
   *
   * @throws ConfigurationException if the text is neither true nor false
   */
  public void setForwarded(String text) {
    forwarded = Flags.parse("forwarded", text);
  }

  public String getVia() {
    return via;
  }

  /**
   * Sets the name that the router gives itself in the Via field.
   *
   * @param pseudonym a token, or host and port; default {@code request-router}; empty or null means
   *     that no Via field is added
   * @throws ConfigurationException if it contains other characters
   */
  public void setVia(String pseudonym) {
    String text = pseudonym == null ? "" : pseudonym;
    if (!PSEUDONYM.matcher(text).matches()) {
      throw new ConfigurationException(
          "via '" + text + "': must be one word, as RFC 9110 allows in the Via field");
    }
    via = text;
  }

  /** Returns the longest silence of a client, or null if the connector's idle timeout decides. */
  public Duration getClientTimeout() {
    return clientTimeout;
  }

  /**
   * Sets how long a client may be silent while it owes request content, or may leave response
   * content unread.
   *
   * @param text a duration, see {@link Durations}; default the connector's idle timeout
   * @throws ConfigurationException if it is not a duration
   */
  public void setClientTimeout(String text) {
    clientTimeout = Durations.parse("clientTimeout", text);
  }

  /** The backends in the order of their declaration. */
  public List<BackendConfig> backends() {
    return Collections.unmodifiableList(backends);
  }

  /** The ACLs in the order of their declaration. */
  public List<AclConfig> acls() {
    return Collections.unmodifiableList(acls);
  }

  /** The rules in the order in which they are tried. */
  public List<RuleConfig> rules() {
    return Collections.unmodifiableList(rules);
  }

  /**
   * Checks what only the whole configuration can show: that every backend named is declared, and
   * that every backend has a server.
   *
   * @throws ConfigurationException for the first fault, naming its place
   */
  public void validate() {
    for (BackendConfig backend : backends) {
      if (backend.servers().isEmpty()) {
        throw Place.refused(backend.origin(), "backend '" + backend.name() + "': has no server");
      }
    }
    for (RuleConfig rule : rules) {
      requireDeclared("useBackend", rule.backend(), rule.origin());
    }
    requireDeclared("defaultBackend", defaultBackend, defaultBackendOrigin);
  }

  private void requireDeclared(String element, String backend, String origin) {
    if (!WEBAPPS.equals(backend) && !isDeclared(backend)) {
      List<String> known = new ArrayList<>(backends.stream().map(BackendConfig::name).toList());
      known.add(WEBAPPS);
      throw Place.refused(
          origin,
          element + " '" + backend + "': unknown backend; declared: " + String.join(", ", known));
    }
  }

  private boolean isDeclared(String name) {
    return backends.stream().anyMatch(backend -> backend.name().equals(name));
  }

  Place place() {
    return place;
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  @Override
  public String toString() {
    return "RoutingConfig" + backends + rules + "[default " + defaultBackend + "]";
  }
}
