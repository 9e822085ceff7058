package org.requestrouter.config;

/** One {@code useBackend} rule. Rules are tried in order; the first whose condition holds wins. */
public final class RuleConfig extends RewriteConfig {
  private final String backend;
  private final String condition;
  private final String origin;
  private boolean longPoll;
  private CoalesceConfig coalesce;

  RuleConfig(String backend, String condition, String origin) {
    this.backend = backend;
    this.condition = condition;
    this.origin = origin;
  }

  /** The backend that requests go to when the condition holds; may be {@code webapps}. */
  public String backend() {
    return backend;
  }

  /** The condition, or null if the rule always matches. */
  public String condition() {
    return condition;
  }

  /** File, line and element of the declaration, or an empty string if not in a file. */
  public String origin() {
    return origin;
  }

  public boolean isLongPoll() {
    return longPoll;
  }

  /**
   * Sets whether servers hold the requests of this rule until they have something to say. It only
   * makes the check of the configuration warn of a server timeout of 60 seconds or less, since
   * common poll periods are 30 and 60 seconds; default false.
   */
  public void setLongPoll(boolean longPoll) {
    this.longPoll = longPoll;
  }

  /**
   * As {@link #setLongPoll(boolean)}, for XML, whose own conversion takes any word for false.
   *
   * @throws ConfigurationException if the text is neither true nor false
   */
  public void setLongPoll(String text) {
    longPoll = Flags.parse(label() + ": longPoll", text);
  }

  /**
   * Declares that identical requests of this rule are answered together.
   *
   * @return the declaration, for its own settings
   * @throws ConfigurationException if it is declared already, or the rule is for the webapps
   */
  public CoalesceConfig coalesce() {
    if (RoutingConfig.WEBAPPS.equals(backend)) {
      throw refused("coalesce: requests to this Jetty's own handlers are not coalesced");
    }
    if (coalesce != null) {
      throw refused("coalesce: declared twice");
    }
    coalesce = new CoalesceConfig(label(), origin);
    return coalesce;
  }

  /** Returns how identical requests are answered together, or null if they are not. */
  public CoalesceConfig getCoalesce() {
    return coalesce;
  }

  /** Refuses settings that would change nothing, which nobody who makes them expects. */
  void validate() {
    if (RoutingConfig.WEBAPPS.equals(backend) && rewrites()) {
      throw Place.refused(
          origin, label() + ": nothing is changed in requests to this Jetty's own handlers");
    }
    if (coalesce != null) {
      coalesce.validate();
    }
    if (isRewriteCookiePath() && getStripPrefix() == null) {
      throw Place.refused(
          origin, label() + ": rewriteCookiePath 'true': needs stripPrefix or replacePrefix");
    }
  }

  @Override
  String label() {
    return "useBackend '" + backend + "'";
  }

  @Override
  public String toString() {
    return "use_backend " + backend + (condition == null ? "" : " if " + condition);
  }
}
