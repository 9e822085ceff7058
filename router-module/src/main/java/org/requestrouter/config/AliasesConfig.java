package org.requestrouter.config;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Host names that are one site, as declared: those under which its pages are known, and aliases
 * over which a script in the pages spreads their requests, since browsers open but six connections
 * of HTTP/1.1 to one name.
 */
public final class AliasesConfig {
  private final String label;
  private final String origin;
  private final List<String> pages;
  private final List<String> aliases;
  private String script = "/request-router/aliases";
  private Duration scriptMaxAge = Duration.ofMinutes(1);
  private Duration avoid = Duration.ofMinutes(5);
  private Duration preflightMaxAge = Duration.ofHours(1);
  private List<String> longPolls = List.of();

  AliasesConfig(String pages, String aliases, String origin) {
    this.label = "aliases '" + (pages == null ? "" : pages) + "'";
    this.origin = origin;
    this.pages = HostList.parse("aliases", pages);
    this.aliases = HostList.parse(label, aliases);
    if (!Collections.disjoint(this.pages, this.aliases)) {
      throw new ConfigurationException(
          label + " '" + aliases + "': an alias is another name than those of the pages");
    }
  }

  /** The names under which the site's pages are known; at least one. */
  public List<String> pages() {
    return pages;
  }

  /** The aliases, in their order; at least one. */
  public List<String> aliases() {
    return aliases;
  }

  /** File, line and element of the declaration, or an empty string if not in a file. */
  public String origin() {
    return origin;
  }

  public String getScript() {
    return script;
  }

  /**
   * Sets the path of the script, to which {@code .js} is added for the classic script, {@code .mjs}
   * for the module and {@code .json} for the list of aliases alone.
   *
   * @param path without an ending; default {@code /request-router/aliases}
   * @throws ConfigurationException if it is not a path, or ends with a slash
   */
  public void setScript(String path) {
    String fault = PathText.fault(path);
    if (fault == null && path.endsWith("/")) {
      fault = "must not end with '/'";
    }
    if (fault != null) {
      throw refused("script", path, fault);
    }
    script = path;
  }

  public Duration getScriptMaxAge() {
    return scriptMaxAge;
  }

  /**
   * Sets how long browsers may use the script without asking for a change of it.
   *
   * @param text a duration, at least {@code 1s}; default {@code 1m}
   * @throws ConfigurationException if it is not a duration, or too short
   */
  public void setScriptMaxAge(String text) {
    scriptMaxAge = seconds("scriptMaxAge", text);
  }

  public Duration getAvoid() {
    return avoid;
  }

  /**
   * Sets how long a page, and those that follow it in the same tab, do without an alias that has
   * failed.
   *
   * @param text a duration; default {@code 5m}
   * @throws ConfigurationException if it is not a duration
   */
  public void setAvoid(String text) {
    avoid = Durations.parse(label + ": avoid", text);
  }

  public Duration getPreflightMaxAge() {
    return preflightMaxAge;
  }

  /**
   * Sets how long browsers may keep the answer to a preflight; they have limits of their own.
   *
   * @param text a duration, at least {@code 1s}; default {@code 1h}
   * @throws ConfigurationException if it is not a duration, or too short
   */
  public void setPreflightMaxAge(String text) {
    preflightMaxAge = seconds("preflightMaxAge", text);
  }

  /** The starts of the paths of long polls; may be empty. */
  public List<String> longPolls() {
    return longPolls;
  }

  /** As {@link #longPolls()}, as declared; null if there are none. */
  public String getLongPolls() {
    return longPolls.isEmpty() ? null : String.join(" ", longPolls);
  }

  /**
   * Sets which requests are long polls. Each of them stays with one alias, by its path.
   *
   * @param text the starts of paths, with blanks between them; default none
   * @throws ConfigurationException if one of them is not a path
   */
  public void setLongPolls(String text) {
    List<String> starts = List.of((text == null ? "" : text).strip().split("\\s+", -1));
    for (String start : starts) {
      String fault = PathText.fault(start);
      if (fault != null) {
        throw refused("longPolls", start, fault);
      }
    }
    longPolls = starts;
  }

  /** Refuses a site that shares a name with another. */
  void validate(List<AliasesConfig> before) {
    for (AliasesConfig other : before) {
      for (String host : all()) {
        if (other.all().contains(host)) {
          String reason = label + ": '" + host + "' belongs to " + other.label + " already";
          throw Place.refused(origin, reason);
        }
      }
    }
  }

  private List<String> all() {
    return Stream.concat(pages.stream(), aliases.stream()).toList();
  }

  private Duration seconds(String option, String text) {
    Duration duration = Durations.parse(label + ": " + option, text);
    if (duration.toSeconds() == 0) {
      throw refused(option, text, "too short; the least is 1s");
    }
    return duration;
  }

  private ConfigurationException refused(String option, String text, String reason) {
    String shown = text == null ? "" : text;
    return new ConfigurationException(label + ": " + option + " '" + shown + "': " + reason);
  }

  @Override
  public String toString() {
    return "aliases " + aliases + " of " + pages;
  }
}
