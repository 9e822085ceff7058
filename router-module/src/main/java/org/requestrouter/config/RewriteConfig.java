package org.requestrouter.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.requestrouter.rule.RuleSyntaxException;
import org.requestrouter.rule.TextFormat;

/**
 * What becomes of header, path and host of the requests of a rule, and of the header of their
 * responses, as declared. Changes of fields are made in the order of their declaration. Values are
 * written as {@link TextFormat} reads them, with samples of the client's request: {@code %[src]}.
 */
public abstract class RewriteConfig extends TimeoutConfig {
  /** A {@code host} that leaves the client's Host field as it is. */
  public static final String PRESERVE = "preserve";

  /** A {@code host} that stands for host and port of the server that the request goes to. */
  public static final String SERVER = "server";

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  private final List<HeaderChange> requestChanges = new ArrayList<>();
  private final List<HeaderChange> responseChanges = new ArrayList<>();
  private String pathPrefix;
  private String pathReplacement;
  private String host = PRESERVE;
  private boolean rewriteLocation;
  private boolean rewriteCookiePath;

  /** For the classes whose declarations can have these settings. */
  RewriteConfig() {}

  /**
   * Gives requests a field, and takes away all others of its name.
   *
   * @param name the name; none that frames the message or concerns one connection only
   * @param value the value, with samples; an empty one makes an empty field
   * @throws ConfigurationException if the name is refused or the value does not compile
   */
  public void setRequestHeader(String name, String value) {
    requestChanges.add(change("setRequestHeader", HeaderChange.Kind.SET, name, value));
  }

  /**
   * Gives requests a further field.
   *
   * @param name as for {@link #setRequestHeader}
   * @param value as for {@link #setRequestHeader}
   * @throws ConfigurationException if the name is refused or the value does not compile
   */
  public void addRequestHeader(String name, String value) {
    requestChanges.add(change("addRequestHeader", HeaderChange.Kind.ADD, name, value));
  }

  /**
   * Takes all fields of a name from requests, also those that the router adds.
   *
   * @param name as for {@link #setRequestHeader}
   * @throws ConfigurationException if the name is refused
   */
  public void delRequestHeader(String name) {
    requestChanges.add(deletion("delRequestHeader", name));
  }

  /**
   * Gives responses a field, and takes away all others of its name.
   *
   * @param name the name; none that frames the message or concerns one connection only
   * @param value the value, with samples of the request
   * @throws ConfigurationException if the name is refused or the value does not compile
   */
  public void setResponseHeader(String name, String value) {
    responseChanges.add(change("setResponseHeader", HeaderChange.Kind.SET, name, value));
  }

  /**
   * Gives responses a further field.
   *
   * @param name as for {@link #setResponseHeader}
   * @param value as for {@link #setResponseHeader}
   * @throws ConfigurationException if the name is refused or the value does not compile
   */
  public void addResponseHeader(String name, String value) {
    responseChanges.add(change("addResponseHeader", HeaderChange.Kind.ADD, name, value));
  }

  /**
   * Takes all fields of a name from what the server responds.
   *
   * @param name as for {@link #setResponseHeader}
   * @throws ConfigurationException if the name is refused
   */
  public void delResponseHeader(String name) {
    responseChanges.add(deletion("delResponseHeader", name));
  }

  /** Returns what {@link #setStripPrefix} or {@link #replacePrefix} look for, or null. */
  public String getStripPrefix() {
    return pathPrefix;
  }

  /** Returns what the prefix is replaced by, empty if by nothing, or null without a prefix. */
  public String pathReplacement() {
    return pathReplacement;
  }

  /**
   * Takes a prefix from the path; a path without it is forwarded as it is.
   *
   * @param prefix whole segments of the path, as clients send them: {@code /api}; default none
   * @throws ConfigurationException if it is no path, or the path has a prefix already
   */
  public void setStripPrefix(String prefix) {
    String parsed = prefix("stripPrefix", prefix, prefix);
    if (parsed.isEmpty()) {
      throw refused("stripPrefix", prefix, "there is nothing to strip");
    }
    pathPrefix = parsed;
    pathReplacement = "";
  }

  /**
   * Replaces a prefix of the path; a path without it is forwarded as it is.
   *
   * @param prefix whole segments of the path, as clients send them; {@code /} for every path
   * @param replacement what stands there for the server; {@code /} for nothing
   * @throws ConfigurationException if one of them is no path, or the path has a prefix already
   */
  public void replacePrefix(String prefix, String replacement) {
    String shown = prefix + "' '" + replacement;
    String from = prefix("replacePrefix", shown, prefix);
    String to = prefix("replacePrefix", shown, replacement);
    if (from.equals(to)) {
      throw refused("replacePrefix", shown, "both are the same");
    }
    pathPrefix = from;
    pathReplacement = to;
  }

  private String prefix(String option, String shown, String path) {
    if (pathPrefix != null) {
      throw refused(option, shown, "the path has another prefix to be stripped or replaced");
    }
    String fault = PathText.fault(path);
    if (fault != null) {
      throw refused(option, shown, fault);
    }
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  public String getHost() {
    return host;
  }

  /**
   * Sets the Host field for the server.
   *
   * @param host a host, perhaps with a port; or {@value #PRESERVE}, the default, for the client's
   *     own, or {@value #SERVER} for the server's host and port
   * @throws ConfigurationException if it is neither
   */
  public void setHost(String host) {
    if (host == null || !HOST.matcher(host).matches()) {
      throw refused("host", host, "must be a host, perhaps with a port, 'preserve' or 'server'");
    }
    this.host = host;
  }

  public boolean isRewriteLocation() {
    return rewriteLocation;
  }

  /**
   * Sets whether Location and Content-Location of responses are turned back to what the client
   * used: URLs of the server, and the path's prefix; default false.
   */
  public void setRewriteLocation(boolean rewriteLocation) {
    this.rewriteLocation = rewriteLocation;
  }

  /**
   * As {@link #setRewriteLocation(boolean)}, for XML, whose own conversion takes any word for
   * false.
   *
   * @throws ConfigurationException if the text is neither true nor false
   */
  public void setRewriteLocation(String text) {
    rewriteLocation = Flags.parse(label() + ": rewriteLocation", text);
  }

  public boolean isRewriteCookiePath() {
    return rewriteCookiePath;
  }

  /**
   * Sets whether the path's prefix is turned back in the Path of cookies that responses set;
   * default false.
   */
  public void setRewriteCookiePath(boolean rewriteCookiePath) {
    this.rewriteCookiePath = rewriteCookiePath;
  }

  /**
   * As {@link #setRewriteCookiePath(boolean)}, for XML, whose own conversion takes any word for
   * false.
   *
   * @throws ConfigurationException if the text is neither true nor false
   */
  public void setRewriteCookiePath(String text) {
    rewriteCookiePath = Flags.parse(label() + ": rewriteCookiePath", text);
  }

  /** The changes of requests' fields, in their order. */
  public List<HeaderChange> requestChanges() {
    return Collections.unmodifiableList(requestChanges);
  }

  /** The changes of responses' fields, in their order. */
  public List<HeaderChange> responseChanges() {
    return Collections.unmodifiableList(responseChanges);
  }

  /** Whether anything is changed at all. */
  public boolean rewrites() {
    return pathPrefix != null
        || !host.equals(PRESERVE)
        || rewriteLocation
        || !requestChanges.isEmpty()
        || !responseChanges.isEmpty();
  }

  private HeaderChange change(String option, HeaderChange.Kind kind, String name, String value) {
    checkName(option, name);
    try {
      return new HeaderChange(kind, name, TextFormat.compile(value));
    } catch (RuleSyntaxException x) {
      throw refused(option, name + "' '" + value, x.getMessage());
    }
  }

  private HeaderChange deletion(String option, String name) {
    checkName(option, name);
    return new HeaderChange(HeaderChange.Kind.DELETE, name, null);
  }

  private void checkName(String option, String name) {
    String fault = FieldNames.fault(name, option.contains("Request"));
    if (fault != null) {
      throw refused(option, name, fault);
    }
  }

  private ConfigurationException refused(String option, String value, String reason) {
    return new ConfigurationException(
        label() + ": " + option + " '" + (value == null ? "" : value) + "': " + reason);
  }
}
