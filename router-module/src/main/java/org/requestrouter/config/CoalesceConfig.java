package org.requestrouter.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How identical GET requests of a rule are answered together, as declared: one request to a server
 * serves all that wait, and its answer perhaps those that come shortly after. Without the
 * declaration each request is carried by itself.
 */
public final class CoalesceConfig {
  /** The largest content that can be shared: 16 MiB. */
  public static final int MAX_CONTENT = 16 << 20;

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Pattern PARAMETER = Pattern.compile("[\\x21-\\x7E&&[^&=#]]+");
  private static final Pattern COOKIE = Pattern.compile("[A-Za-z0-9!#$%&'+.^_`|~-]*\\*?");
  private static final Pattern CACHE_NAME = Pattern.compile("[\\x20-\\x7E]*");

  /** Fields that the request to the server goes without, as it shall answer for all. */
  private static final Pattern LEFT_OUT = Pattern.compile("if-.+|range");

  private final String label;
  private final String origin;
  private List<String> ignoredParameters = List.of();
  private List<String> keyFields = List.of();
  private List<String> safeCookies = List.of();
  private int maxContent = 64 << 10;
  private Duration microCache;
  private Duration staleWhileRevalidate;
  private Duration staleIfError;
  private String cacheStatus = "request-router";
  private boolean requestDirectives;

  CoalesceConfig(String rule, String origin) {
    this.label = rule + ", coalesce";
    this.origin = origin;
  }

  /** The names of the parameters that make no difference. */
  public List<String> ignoredParameters() {
    return ignoredParameters;
  }

  /** As {@link #ignoredParameters()}, as declared. */
  public String getIgnoredParameters() {
    return text(ignoredParameters);
  }

  /**
   * Sets which parameters of the query make no difference, as those that scripts add to get past
   * caches. They are compared as they stand in the URI, case and percent-encoding included.
   *
   * @param names names with blanks or commas between them; default none
   * @throws ConfigurationException if one of them is no name
   */
  public void setIgnoredParameters(String names) {
    ignoredParameters =
        names("ignoredParameters", names, PARAMETER, "not the name of a parameter in a URI");
  }

  /** The names of further fields by which requests differ, in lower case. */
  public List<String> keyFields() {
    return keyFields;
  }

  /** As {@link #keyFields()}, as declared. */
  public String getKeyFields() {
    return text(keyFields);
  }

  /**
   * Sets the fields that must be equal, too, for requests to be identical. With {@code
   * Authorization} or {@code Cookie} among them, requests that bear it are shared, but only among
   * those that bear the same.
   *
   * @param names names of fields with blanks or commas between them; default none
   * @throws ConfigurationException if one of them is no name, or of a field that servers are not
   *     sent or that is compared anyway
   */
  public void setKeyFields(String names) {
    List<String> parsed = words(names).map(name -> name.toLowerCase(Locale.ROOT)).toList();
    for (String name : parsed) {
      String fault = FieldNames.fault(name, false);
      if (name.equals("host")) {
        fault = "the host is always compared";
      } else if (LEFT_OUT.matcher(name).matches() || name.equals("expect")) {
        fault = "requests that are shared go to the server without this field";
      }
      if (fault != null) {
        throw refused("keyFields", name, fault);
      }
    }
    keyFields = parsed;
  }

  /** The names of cookies that make no difference; a {@code *} at the end stands for any rest. */
  public List<String> safeCookies() {
    return safeCookies;
  }

  /** As {@link #safeCookies()}, as declared. */
  public String getSafeCookies() {
    return text(safeCookies);
  }

  /**
   * Sets which cookies do not keep a request from being shared. The server does not see them.
   *
   * @param names names of cookies with blanks or commas between them; a {@code *} at the end of one
   *     stands for any rest; default none
   * @throws ConfigurationException if one of them is no name
   */
  public void setSafeCookies(String names) {
    safeCookies =
        names("safeCookies", names, COOKIE, "not the name of a cookie, or the start of one and *");
  }

  /** The most bytes of content that are shared. */
  public int maxContent() {
    return maxContent;
  }

  /** As {@link #maxContent()}, in the notation of sizes. */
  public String getMaxContent() {
    return Sizes.text(maxContent);
  }

  /**
   * Sets up to which size content is shared; of larger responses each client asks for its own.
   *
   * @param text a size, default {@code 64k}, at most {@code 16m}
   * @throws ConfigurationException if it is not a size, or is too large
   */
  public void setMaxContent(String text) {
    maxContent = (int) Sizes.parse(label + ": maxContent", text, MAX_CONTENT);
  }

  /** Returns how long responses are kept, or null if they are not kept. */
  public Duration getMicroCache() {
    return microCache;
  }

  /**
   * Sets how long a response is kept to answer further requests at most.
   *
   * @param text a duration from {@code 100ms} to {@code 10s}; default none, which keeps nothing
   * @throws ConfigurationException if it is not a duration, or is too short or too long
   */
  public void setMicroCache(String text) {
    Duration parsed = Durations.parse(label + ": microCache", text);
    if (parsed.compareTo(SHORTEST) < 0 || parsed.compareTo(LONGEST) > 0) {
      throw refused("microCache", text, "must be from 100ms to 10s");
    }
    microCache = parsed;
  }

  /** Returns how long what is kept answers while it is fetched anew, or null for not at all. */
  public Duration getStaleWhileRevalidate() {
    return staleWhileRevalidate;
  }

  /**
   * Sets how long after its time a response still answers requests while it is fetched anew (RFC
   * 5861, 3).
   *
   * @param text a duration; default none
   * @throws ConfigurationException if it is not a duration
   */
  public void setStaleWhileRevalidate(String text) {
    staleWhileRevalidate = Durations.parse(label + ": staleWhileRevalidate", text);
  }

  /** Returns how long what is kept answers if it cannot be fetched anew, or null for not at all. */
  public Duration getStaleIfError() {
    return staleIfError;
  }

  /**
   * Sets how long after its time a response still answers requests if the server fails (RFC 5861,
   * 4).
   *
   * @param text a duration; default none
   * @throws ConfigurationException if it is not a duration
   */
  public void setStaleIfError(String text) {
    staleIfError = Durations.parse(label + ": staleIfError", text);
  }

  /** Returns the name of the router in Cache-Status, empty if there is no such field. */
  public String getCacheStatus() {
    return cacheStatus;
  }

  /**
   * Sets the name that the router gives itself in the field Cache-Status (RFC 9211) of the
   * responses of the rule.
   *
   * @param name printable ASCII, default {@code request-router}; empty or null means that the field
   *     is not added
   * @throws ConfigurationException if it contains other characters
   */
  public void setCacheStatus(String name) {
    String text = name == null ? "" : name;
    if (!CACHE_NAME.matcher(text).matches()) {
      throw refused("cacheStatus", text, "must be printable ASCII");
    }
    cacheStatus = text;
  }

  public boolean isRequestDirectives() {
    return requestDirectives;
  }

  /**
   * Sets whether Cache-Control and Pragma of requests are heeded (RFC 9111, 5.2.1 and 5.4): then
   * each client can have its request sent to the server. Default false, as RFC 9111 allows: what a
   * user reloads is at most as old as the micro-cache lets it become.
   */
  public void setRequestDirectives(boolean requestDirectives) {
    this.requestDirectives = requestDirectives;
  }

  /**
   * As {@link #setRequestDirectives(boolean)}, for XML, whose own conversion takes any word for
   * false.
   *
   * @throws ConfigurationException if the text is neither true nor false
   */
  public void setRequestDirectives(String text) {
    requestDirectives = Flags.parse(label + ": requestDirectives", text);
  }

  /** Refuses settings that would change nothing. */
  void validate() {
    if (microCache == null && staleWhileRevalidate != null) {
      throw Place.refused(origin, label + ": staleWhileRevalidate: needs microCache");
    }
    if (microCache == null && staleIfError != null) {
      throw Place.refused(origin, label + ": staleIfError: needs microCache");
    }
  }

  private List<String> names(String option, String text, Pattern form, String fault) {
    List<String> names = words(text).toList();
    for (String name : names) {
      if (!form.matcher(name).matches()) {
        throw refused(option, name, fault);
      }
    }
    return names;
  }

  private static Stream<String> words(String text) {
    return Stream.of((text == null ? "" : text).split("[\\s,]+"))
        .filter(word -> !word.isEmpty())
        .distinct();
  }

  private static String text(List<String> names) {
    return names.isEmpty() ? null : String.join(" ", names);
  }

  private ConfigurationException refused(String option, String value, String reason) {
    return new ConfigurationException(
        label + ": " + option + " '" + (value == null ? "" : value) + "': " + reason);
  }

  @Override
  public String toString() {
    return "coalesce" + (microCache == null ? "" : " microCache " + microCache);
  }
}
