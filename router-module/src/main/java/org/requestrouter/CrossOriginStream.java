package org.requestrouter;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpStream;
import org.requestrouter.headers.CrossOriginFields;
import org.requestrouter.headers.FinalHeaderStream;

/** The client's side of a request by a rule with a cross-origin policy. */
final class CrossOriginStream extends FinalHeaderStream {
  private final CrossOriginFields fields;

  CrossOriginStream(HttpStream stream, CrossOriginFields fields) {
    super(stream);
    this.fields = fields;
  }

  @Override
  protected void change(HttpFields.Mutable all) {
    fields.restore(all);
  }
}
