package org.requestrouter.share;

import org.requestrouter.exchange.ErrorResponder;
import org.requestrouter.exchange.Failure;

/** How the exchange of a fetch reports its end. */
record FetchEnd(Outcome outcome) implements ErrorResponder {

  @Override
  public void succeeded() {
    outcome.completed();
  }

  /** The response has broken off. */
  @Override
  public void failed(Throwable cause) {
    outcome.failed(new Failure(Failure.Kind.RESPONSE_MISSING, cause));
  }

  /** There is no response. */
  @Override
  public void respond(Failure failure) {
    outcome.failed(failure);
  }

  @Override
  public void clientLeft(Throwable cause) {
    failed(cause);
  }

  @Override
  public boolean demandsDirectly() {
    return false;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
