package org.requestrouter.headers;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * The fields of one response that say which scripts may read it, as the router has decided for its
 * client. What a server says of that is not for the same question, and gives way.
 */
public final class CrossOriginFields {
  private static final String PREFIX = "access-control-";
  private static final String ANYTHING = "*";

  private final List<HttpField> fields;

  private CrossOriginFields(List<HttpField> fields) {
    this.fields = fields;
  }

  /**
   * Whether a browser asks by a request if a script may send another. It has an Origin then, for
   * which the caller looks.
   */
  public static boolean isPreflight(Request request) {
    return HttpMethod.OPTIONS.is(request.getMethod())
        && request.getHeaders().contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /** Returns those that have been set on a response. */
  public static CrossOriginFields of(HttpFields response) {
    return new CrossOriginFields(
        response.stream().filter(CrossOriginFields::isCrossOrigin).toList());
  }

  /**
   * Leaves these fields in a response, and no others of their kind, and has its Vary say that they
   * depend on the origin, whether there was one or not.
   */
  public void restore(HttpFields.Mutable response) {
    for (Iterator<HttpField> at = response.iterator(); at.hasNext(); ) {
      if (isCrossOrigin(at.next())) {
        at.remove();
      }
    }
    fields.forEach(response::add);
    varyByOrigin(response);
  }

  private static boolean isCrossOrigin(HttpField field) {
    return field.getHeader() == HttpHeader.TIMING_ALLOW_ORIGIN
        || field.getName().regionMatches(true, 0, PREFIX, 0, PREFIX.length());
  }

  private static void varyByOrigin(HttpFields.Mutable response) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    String origin = HttpHeader.ORIGIN.asString();
    names.add(origin);
    StringBuilder all = new StringBuilder(origin);
    for (HttpField field : response) {
      if (field.getHeader() == HttpHeader.VARY && field.getValue() != null) {
        for (String part : field.getValue().split(",", -1)) {
          String name = part.strip();
          if (!name.isEmpty() && names.add(name)) {
            all.append(", ").append(name);
          }
        }
      }
    }
    response.put(HttpHeader.VARY, names.contains(ANYTHING) ? ANYTHING : all.toString());
  }
}
