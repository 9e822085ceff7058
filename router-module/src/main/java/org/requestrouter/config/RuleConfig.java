package org.requestrouter.config;

/** One {@code useBackend} rule. Rules are tried in order; the first whose condition holds wins. */
public final class RuleConfig {
  private final String backend;
  private final String condition;
  private final String origin;

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

  @Override
  public String toString() {
    return "use_backend " + backend + (condition == null ? "" : " if " + condition);
  }
}
