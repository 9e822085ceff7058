package org.requestrouter.exchange;

import org.requestrouter.headers.RequestFields;
import org.requestrouter.headers.ResponseRewriting;

/**
 * How the requests of one rule are carried.
 *
 * @param timing the timeouts
 * @param requestFields what becomes of the fields of a request
 * @param responseRewriting what is changed in the fields of a response, or null for nothing
 */
public record RouteSettings(
    Timing timing, RequestFields requestFields, ResponseRewriting responseRewriting) {

  /** Settings of a rule whose responses are relayed as they are, unless the requests are not. */
  public RouteSettings(Timing timing, RequestFields requestFields) {
    this(timing, requestFields, requestFields.responses());
  }
}
