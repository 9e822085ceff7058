package org.requestrouter.exchange;

import java.util.Set;
import org.requestrouter.headers.RequestFields;
import org.requestrouter.headers.ResponseRewriting;

/**
 * How the requests of one rule are carried.
 *
 * @param timing the timeouts
 * @param requestFields what becomes of the fields of a request
 * @param responseRewriting what is changed in the fields of a response, or null for nothing
 * @param upgrades the protocols to which connections may be upgraded, in lower case
 */
public record RouteSettings(
    Timing timing,
    RequestFields requestFields,
    ResponseRewriting responseRewriting,
    Set<String> upgrades) {

  /** Settings of a rule that rewrites responses as it rewrites requests. */
  public RouteSettings(Timing timing, RequestFields requestFields, Set<String> upgrades) {
    this(timing, requestFields, requestFields.responses(), upgrades);
  }

  /**
   * Returns the settings of a request that no single client waits for: it upgrades nothing, and has
   * no limit in all, which each client has for itself.
   */
  public RouteSettings forNobody() {
    return new RouteSettings(timing.withoutTotal(), requestFields, responseRewriting, Set.of());
  }

  /**
   * Settings of a rule without upgrades whose responses are relayed as they are, unless the
   * requests are not.
   */
  public RouteSettings(Timing timing, RequestFields requestFields) {
    this(timing, requestFields, Set.of());
  }
}
