package org.requestrouter.headers;

import java.util.List;
import java.util.ListIterator;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** What a rule changes in the header of responses. */
public final class ResponseRewriting {
  private final RequestFields requests;
  private final Rewriting rewriting;

  ResponseRewriting(RequestFields requests, Rewriting rewriting) {
    this.requests = requests;
    this.rewriting = rewriting;
  }

  /**
   * Adds the fields of a response, changed, to those that the client gets.
   *
   * @param source has the fields of the response
   * @param request the client's request
   * @param server the server that responds
   */
  public void copy(FieldSource source, Request request, Site server, HttpFields.Mutable to) {
    // Not on the client's at once: what is taken from there may be what Jetty has put there.
    HttpFields.Mutable fields = HttpFields.build();
    source.copyFields(fields);
    turnBack(fields, request, server);
    copyChanged(fields, request, to);
  }

  /** Returns what is changed alike for all clients that ask for the same. */
  public ResponseRewriting forAll() {
    return new ResponseRewriting(requests, rewriting.withoutResponseChanges());
  }

  /**
   * Adds the fields of a response to those that a client gets, changed as far as {@link #forAll}
   * leaves it to be done for each of them.
   *
   * @param fields the fields of the response, which are changed
   */
  public void copyChanged(HttpFields.Mutable fields, Request request, HttpFields.Mutable to) {
    List<FieldChange> changes = rewriting.responseChanges();
    if (!changes.isEmpty()) {
      rewriting.change(changes, fields, request);
      for (FieldChange change : changes) {
        if (change.sets() && !isOwn(change.header())) {
          to.remove(change.name());
        }
      }
    }
    ResponseFields.add(fields, to);
  }

  private static boolean isOwn(HttpHeader header) {
    return header != null && ResponseFields.isOwn(header);
  }

  private void turnBack(HttpFields.Mutable fields, Request request, Site server) {
    PathPrefix replaced = rewriting.replaced(request);
    LocationField location = null;
    if (rewriting.location()) {
      String sentHost = requests.host(request, server);
      location = new LocationField(replaced, server, sentHost, requests.site(request));
    }
    for (ListIterator<HttpField> at = fields.listIterator(); at.hasNext(); ) {
      HttpField field = at.next();
      HttpHeader header = field.getHeader();
      if (location != null
          && (header == HttpHeader.LOCATION || header == HttpHeader.CONTENT_LOCATION)) {
        set(at, field, location::restore);
      } else if (rewriting.cookiePath() && replaced != null && header == HttpHeader.SET_COOKIE) {
        set(at, field, cookie -> CookiePath.restore(cookie, replaced));
      }
    }
  }

  private static void set(
      ListIterator<HttpField> at, HttpField field, UnaryOperator<String> change) {
    String value = change.apply(field.getValue());
    if (!value.equals(field.getValue())) {
      at.set(new HttpField(field.getHeader(), field.getName(), value));
    }
  }
}
