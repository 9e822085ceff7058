package org.requestrouter.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The routing configuration as declared, in HAProxy's words: backends, ACLs, rules in order, and
 * the backend for what no rule matches. It is filled by Jetty XML or by Java and holds no run-time
 * state; what is declared after the router has started has no effect before a reload.
 */
public final class RoutingConfig extends ForwardedConfig {
  /** The reserved backend: this Jetty's own handlers. */
  public static final String WEBAPPS = "webapps";

  private final Place place = new Place();
  private final List<AliasesConfig> aliases = new ArrayList<>();
  private final List<BackendConfig> backends = new ArrayList<>();
  private final List<AclConfig> acls = new ArrayList<>();
  private final List<RuleConfig> rules = new ArrayList<>();
  private final List<CrossOriginConfig> crossOrigins = new ArrayList<>();
  private String defaultBackend = WEBAPPS;
  private String defaultBackendOrigin = "";
  private Duration clientTimeout;

  /** Creates a configuration in which nothing is declared. */
  public RoutingConfig() {}

  /** Creates a configuration that begins with what another declares, and does not change that. */
  public RoutingConfig(RoutingConfig before) {
    super(before);
    aliases.addAll(before.aliases);
    backends.addAll(before.backends);
    acls.addAll(before.acls);
    rules.addAll(before.rules);
    crossOrigins.addAll(before.crossOrigins);
    defaultBackend = before.defaultBackend;
    defaultBackendOrigin = before.defaultBackendOrigin;
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
   * Declares a policy of who may use responses from scripts of other origins. Rules name it.
   *
   * @param name letters, digits, '-', '_', '.' and ':'
   * @return the policy, for its settings
   * @throws ConfigurationException if the name is taken or not a name
   */
  public CrossOriginConfig crossOrigin(String name) {
    CrossOriginConfig policy =
        new CrossOriginConfig(Names.check("crossOrigin", name), place.current());
    if (crossOrigins.stream().anyMatch(declared -> declared.name().equals(name))) {
      throw new ConfigurationException("crossOrigin '" + name + "': declared twice");
    }
    crossOrigins.add(policy);
    return policy;
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

  /**
   * Declares host names to be one site, whose pages may spread their requests over the aliases.
   *
   * @param pages the names under which pages are known, with blanks or commas between them
   * @param aliases the aliases, likewise; {@code app1..3.example.com} are three
   * @return the site, for its settings
   * @throws ConfigurationException if there is none of either, too many, or one that is not a name
   */
  public AliasesConfig aliases(String pages, String aliases) {
    AliasesConfig site = new AliasesConfig(pages, aliases, place.current());
    this.aliases.add(site);
    return site;
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

  /** The cross-origin policies in the order of their declaration. */
  public List<CrossOriginConfig> crossOrigins() {
    return Collections.unmodifiableList(crossOrigins);
  }

  /** The rules in the order in which they are tried. */
  public List<RuleConfig> rules() {
    return Collections.unmodifiableList(rules);
  }

  /** The sites with aliases, in the order of their declaration. */
  public List<AliasesConfig> aliases() {
    return Collections.unmodifiableList(aliases);
  }

  /**
   * Checks what only the whole configuration can show: that every backend named is declared, that
   * every backend has a server, and that no host name belongs to two sites.
   *
   * @throws ConfigurationException for the first fault, naming its place
   */
  public void validate() {
    for (int i = 0; i < aliases.size(); i++) {
      aliases.get(i).validate(aliases.subList(0, i));
    }
    for (BackendConfig backend : backends) {
      if (backend.servers().isEmpty()) {
        throw Place.refused(backend.origin(), "backend '" + backend.name() + "': has no server");
      }
      validate(backend);
      backend.validateAffinity();
    }
    for (RuleConfig rule : rules) {
      requireDeclared("useBackend", rule.backend(), rule.origin());
      rule.validate();
      requirePolicy(rule);
    }
    crossOrigins.forEach(CrossOriginConfig::validate);
    requireDeclared("defaultBackend", defaultBackend, defaultBackendOrigin);
  }

  private static void validate(BackendConfig backend) {
    if (backend.getCheck() != null) {
      try {
        backend.getCheck().validate();
        backend.servers().forEach(server -> server.validate(backend.getCheck()));
      } catch (ConfigurationException x) {
        throw Place.refused(backend.origin(), x.getMessage());
      }
    }
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

  private void requirePolicy(RuleConfig rule) {
    List<String> known = crossOrigins.stream().map(CrossOriginConfig::name).toList();
    if (rule.getCrossOrigin() != null && !known.contains(rule.getCrossOrigin())) {
      throw Place.refused(
          rule.origin(),
          rule.label()
              + ": crossOrigin '"
              + rule.getCrossOrigin()
              + "': unknown policy; declared: "
              + (known.isEmpty() ? "none" : String.join(", ", known)));
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
