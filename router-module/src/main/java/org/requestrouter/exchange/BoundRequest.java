package org.requestrouter.exchange;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.requestrouter.affinity.Bond;

/** A request without the cookie that binds it to a server, which the server must not see. */
final class BoundRequest extends Request.Wrapper {
  private final HttpFields fields;

  private BoundRequest(Request request, HttpFields fields) {
    super(request);
    this.fields = fields;
  }

  /** Returns what the server sees of the request: the same one, if it need not be changed. */
  static Request of(Request request, Bond bond) {
    HttpFields.Mutable forwarded = null;
    int index = 0;
    for (HttpField field : request.getHeaders()) {
      if (field.getHeader() == HttpHeader.COOKIE) {
        String cookies = bond.forwarded(field.getValue());
        if (forwarded == null && !field.getValue().equals(cookies)) {
          forwarded = before(index, request.getHeaders());
        }
        if (forwarded != null && cookies != null) {
          forwarded.add(new HttpField(HttpHeader.COOKIE, field.getName(), cookies));
        }
      } else if (forwarded != null) {
        forwarded.add(field);
      }
      index++;
    }
    return forwarded == null ? request : new BoundRequest(request, forwarded.asImmutable());
  }

  private static HttpFields.Mutable before(int end, HttpFields fields) {
    HttpFields.Mutable copy = HttpFields.build();
    for (int i = 0; i < end; i++) {
      copy.add(fields.getField(i));
    }
    return copy;
  }

  @Override
  public HttpFields getHeaders() {
    return fields;
  }
}
