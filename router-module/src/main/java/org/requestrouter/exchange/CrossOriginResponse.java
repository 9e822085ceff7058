package org.requestrouter.exchange;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.requestrouter.headers.CrossOriginFields;

/**
 * A response by a rule with a cross-origin policy, whose fields are set when it begins. They stay
 * whatever it becomes, also an error of the router, of which scripts would not even see the status
 * otherwise.
 */
public final class CrossOriginResponse extends Response.Wrapper {
  private final CrossOriginFields fields;

  /** Creates a response that keeps the cross-origin fields that the other has now. */
  public CrossOriginResponse(Request request, Response response) {
    super(request, response);
    this.fields = CrossOriginFields.of(response.getHeaders());
  }

  /** Replaces what a server says to the same question. */
  void restoreFields() {
    fields.restore(getHeaders());
  }

  @Override
  public void reset() {
    super.reset();
    restoreFields();
  }
}
