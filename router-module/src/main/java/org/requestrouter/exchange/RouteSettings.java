package org.requestrouter.exchange;

import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.requestrouter.headers.RequestFields;
import org.requestrouter.headers.ResponseFields;
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
   * no limit in all, which each client has for itself, and of the response only that is changed
   * which is the same for all.
   */
  public RouteSettings forNobody() {
    ResponseRewriting forAll = responseRewriting == null ? null : responseRewriting.forAll();
    return new RouteSettings(timing.withoutTotal(), requestFields, forAll, Set.of());
  }

  /** Gives a client the fields of a response that was fetched for nobody in particular. */
  public void copyFields(HttpFields fetched, Request client, HttpFields.Mutable to) {
    if (responseRewriting == null) {
      ResponseFields.add(fetched, to);
    } else {
      responseRewriting.copyChanged(HttpFields.build(fetched), client, to);
    }
  }

  /**
   * Settings of a rule without upgrades whose responses are relayed as they are, unless the
   * requests are not.
   */
  public RouteSettings(Timing timing, RequestFields requestFields) {
    this(timing, requestFields, Set.of());
  }
}
