package org.requestrouter.config;

import java.time.Duration;
import java.util.List;

/**
 * A named policy of who may use, from scripts of other origins, what the rules with this policy
 * lead to. The words are those of Jetty's {@code cross-origin} module. Lists are written with
 * commas or blanks between their items.
 */
public final class CrossOriginConfig {
  private final String name;
  private final String origin;
  private List<String> allowedOrigins = List.of();
  private List<String> allowedTimingOrigins = List.of();
  private List<String> allowedMethods = List.of("GET", "POST", "HEAD");
  private List<String> allowedHeaders = List.of("Content-Type");
  private List<String> exposedHeaders = List.of();
  private boolean allowCredentials;
  private Duration preflightMaxAge = Duration.ofSeconds(60);
  private boolean deliverNonAllowedOriginRequests = true;
  private boolean deliverNonAllowedOriginWebSocketUpgradeRequests;

  CrossOriginConfig(String name, String origin) {
    this.name = name;
    this.origin = origin;
  }

  /** The name that rules use. */
  public String name() {
    return name;
  }

  /** File, line and element of the declaration, or an empty string if not in a file. */
  public String origin() {
    return origin;
  }

  String label() {
    return "crossOrigin '" + name + "'";
  }

  private String option(String option) {
    return label() + ": " + option;
  }

  /** The allowed origins, as a list; see {@link #setAllowedOrigins}. */
  public String getAllowedOrigins() {
    return WordList.text(allowedOrigins);
  }

  /** Expressions that match the allowed origins as a whole, or {@code *}. */
  public List<String> allowedOriginPatterns() {
    return Origins.expressions(allowedOrigins);
  }

  /**
   * Sets which origins are allowed.
   *
   * @param text origins as browsers send them, {@code https://app.example.com}; {@code *} may stand
   *     for one or more first labels of the host, {@code https://*.example.com}, for any port or
   *     none, {@code http://localhost:*}, or alone for every origin; {@code null} is the origin of
   *     what has none. Default none; a policy needs at least one.
   * @throws ConfigurationException if one of them is no origin
   */
  public void setAllowedOrigins(String text) {
    allowedOrigins = WordList.parse(option("allowedOrigins"), text, Origins::fault);
  }

  /** The origins that may see timings, as a list; see {@link #setAllowedTimingOrigins}. */
  public String getAllowedTimingOrigins() {
    return WordList.text(allowedTimingOrigins);
  }

  /** Expressions that match the origins that may see timings, or {@code *}. */
  public List<String> allowedTimingOriginPatterns() {
    return Origins.expressions(allowedTimingOrigins);
  }

  /**
   * Sets which of the allowed origins may see how long a resource took (Resource Timing).
   *
   * @param text as for {@link #setAllowedOrigins}; default {@code none}
   * @throws ConfigurationException if one of them is no origin
   */
  public void setAllowedTimingOrigins(String text) {
    allowedTimingOrigins =
        WordList.parseOrNone(option("allowedTimingOrigins"), text, Origins::fault);
  }

  public boolean isAllowCredentials() {
    return allowCredentials;
  }

  /**
   * Sets whether scripts may read responses to requests with cookies, HTTP authentication or client
   * certificates; default false.
   */
  public void setAllowCredentials(boolean allowCredentials) {
    this.allowCredentials = allowCredentials;
  }

  /**
   * As {@link #setAllowCredentials(boolean)}, for XML, whose own conversion takes any word for
   * false.
   *
   * @throws ConfigurationException if the text is neither true nor false
   */
  public void setAllowCredentials(String text) {
    allowCredentials = Flags.parse(option("allowCredentials"), text);
  }

  /** The allowed methods, as a list; see {@link #setAllowedMethods}. */
  public String getAllowedMethods() {
    return WordList.text(allowedMethods);
  }

  /** The allowed methods. */
  public List<String> allowedMethods() {
    return allowedMethods;
  }

  /**
   * Sets which methods a preflight allows; browsers need none for GET, HEAD and POST.
   *
   * @param text methods, in capitals, or {@code *} for all; default {@code GET, POST, HEAD}
   * @throws ConfigurationException if one of them is no method
   */
  public void setAllowedMethods(String text) {
    allowedMethods =
        WordList.parse(option("allowedMethods"), text, CrossOriginConfig::faultOfMethod);
  }

  /** The allowed fields of requests, as a list; see {@link #setAllowedHeaders}. */
  public String getAllowedHeaders() {
    return WordList.text(allowedHeaders);
  }

  /** The names of allowed fields of requests. */
  public List<String> allowedHeaders() {
    return allowedHeaders;
  }

  /**
   * Sets which fields requests may have beyond those that every script may set.
   *
   * @param text names of fields, {@code *} for all but Authorization, or {@code none}; default
   *     {@code Content-Type}
   * @throws ConfigurationException if one of them is no name of a field
   */
  public void setAllowedHeaders(String text) {
    allowedHeaders =
        WordList.parseOrNone(option("allowedHeaders"), text, CrossOriginConfig::faultOfField);
  }

  /** The fields of responses that scripts see, as a list; see {@link #setExposedHeaders}. */
  public String getExposedHeaders() {
    return WordList.text(exposedHeaders);
  }

  /** The names of the fields of responses that scripts see. */
  public List<String> exposedHeaders() {
    return exposedHeaders;
  }

  /**
   * Sets which fields of responses scripts see beyond those that every script does.
   *
   * @param text names of fields, {@code *} for all, or {@code none}, the default
   * @throws ConfigurationException if one of them is no name of a field
   */
  public void setExposedHeaders(String text) {
    exposedHeaders =
        WordList.parseOrNone(option("exposedHeaders"), text, CrossOriginConfig::faultOfField);
  }

  public Duration getPreflightMaxAge() {
    return preflightMaxAge;
  }

  /**
   * Sets for how long browsers may keep the answer to a preflight.
   *
   * @param text a duration of whole seconds, default {@code 60s}
   * @throws ConfigurationException if it is no such duration
   */
  public void setPreflightMaxAge(String text) {
    Duration duration = Durations.parse(option("preflightMaxAge"), text);
    if (duration.toMillisPart() != 0) {
      throw WordList.refused(option("preflightMaxAge"), text, "browsers count whole seconds");
    }
    preflightMaxAge = duration;
  }

  public boolean isDeliverNonAllowedOriginRequests() {
    return deliverNonAllowedOriginRequests;
  }

  /**
   * Sets whether servers get requests from other origins than the allowed ones, whose scripts
   * cannot read the response; otherwise these are answered with 403. Default true.
   */
  public void setDeliverNonAllowedOriginRequests(boolean deliver) {
    deliverNonAllowedOriginRequests = deliver;
  }

  /**
   * As {@link #setDeliverNonAllowedOriginRequests(boolean)}, for XML.
   *
   * @throws ConfigurationException if the text is neither true nor false
   */
  public void setDeliverNonAllowedOriginRequests(String text) {
    deliverNonAllowedOriginRequests = Flags.parse(option("deliverNonAllowedOriginRequests"), text);
  }

  public boolean isDeliverNonAllowedOriginWebSocketUpgradeRequests() {
    return deliverNonAllowedOriginWebSocketUpgradeRequests;
  }

  /**
   * Sets whether scripts of other origins than the allowed ones may open WebSockets, of which they
   * can read everything; otherwise these are answered with 403. Default false.
   */
  public void setDeliverNonAllowedOriginWebSocketUpgradeRequests(boolean deliver) {
    deliverNonAllowedOriginWebSocketUpgradeRequests = deliver;
  }

  /**
   * As {@link #setDeliverNonAllowedOriginWebSocketUpgradeRequests(boolean)}, for XML.
   *
   * @throws ConfigurationException if the text is neither true nor false
   */
  public void setDeliverNonAllowedOriginWebSocketUpgradeRequests(String text) {
    deliverNonAllowedOriginWebSocketUpgradeRequests =
        Flags.parse(option("deliverNonAllowedOriginWebSocketUpgradeRequests"), text);
  }

  /** Refuses what is unsafe, or would not do what it seems to. */
  void validate() {
    if (allowedOrigins.isEmpty()) {
      throw Place.refused(origin, label() + ": has no allowedOrigins");
    }
    if (!allowCredentials) {
      return;
    }
    String everyone = "with allowCredentials every page on the web could act as the user";
    refuse(allowedOrigins, Origins.ANY, "allowedOrigins", everyone);
    String sandbox = "with allowCredentials every page on the web could, from a sandboxed frame";
    refuse(allowedOrigins, Origins.OPAQUE, "allowedOrigins", sandbox);
    String literally = "with allowCredentials browsers take it for a name; list what is allowed";
    refuse(allowedMethods, Origins.ANY, "allowedMethods", literally);
    refuse(allowedHeaders, Origins.ANY, "allowedHeaders", literally);
    refuse(exposedHeaders, Origins.ANY, "exposedHeaders", literally);
  }

  private void refuse(List<String> items, String item, String option, String reason) {
    if (items.contains(item)) {
      throw Place.refused(origin, WordList.refused(option(option), item, reason).getMessage());
    }
  }

  private static String faultOfMethod(String text) {
    return text.matches("[A-Z0-9!#$%&'*+.^_`|~-]+")
        ? null
        : "not a method; methods are written in capitals";
  }

  private static String faultOfField(String text) {
    return FieldNames.isToken(text) ? null : "not a field name";
  }

  @Override
  public String toString() {
    return label() + allowedOrigins;
  }
}
