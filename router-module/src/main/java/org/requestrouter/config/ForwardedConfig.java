package org.requestrouter.config;

import java.util.regex.Pattern;
import org.requestrouter.rule.Networks;
import org.requestrouter.rule.RuleSyntaxException;

/** What servers are told of who asked, and whose own words about that are believed. */
public abstract class ForwardedConfig {
  // A token of RFC 9110, or host and port; anything else would let a setting forge header fields.
  private static final Pattern PSEUDONYM = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~:\\[\\]-]*");

  private boolean forwardedFor = true;
  private boolean forwarded = true;
  private String via = "request-router";
  private Networks trustedProxies = Networks.NONE;

  ForwardedConfig() {}

  ForwardedConfig(ForwardedConfig before) {
    forwardedFor = before.forwardedFor;
    forwarded = before.forwarded;
    via = before.via;
    trustedProxies = before.trustedProxies;
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

  /** Returns the networks whose clients are proxies that are believed, as they were set. */
  public String getTrustedProxies() {
    return trustedProxies.toString();
  }

  /**
   * Sets which clients are proxies whose own X-Forwarded-For, -Proto, -Host and the like, and
   * Forwarded, are believed: the router appends to those that list addresses, and passes the others
   * on. What any other client sends in such fields is dropped.
   *
   * @param networks addresses, each perhaps followed by {@code /bits}, with commas or blanks
   *     between them; default none
   * @throws ConfigurationException if one is no network; names are not looked up
   */
  public void setTrustedProxies(String networks) {
    String text = networks == null ? "" : networks;
    try {
      trustedProxies = Networks.parse(text);
    } catch (RuleSyntaxException x) {
      throw new ConfigurationException("trustedProxies '" + text + "': " + x.getMessage(), x);
    }
  }

  /** The networks whose clients are proxies that are believed. */
  public Networks trustedProxies() {
    return trustedProxies;
  }
}
