package org.requestrouter.alias;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpStream;
import org.requestrouter.headers.FinalHeaderStream;

/**
 * The stream of a request to an alias. Whoever answers it, a server, a webapp or an error page, the
 * page that has asked may read all of the answer, as it could from its own host: so the fields that
 * say this are added last, and replace what an application says.
 */
final class SharedStream extends FinalHeaderStream {
  private static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Origin");
  private static final HttpField CREDENTIALS =
      new PreEncodedHttpField(HttpHeader.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");

  private final String origin;

  /**
   * Creates the stream.
   *
   * @param origin who has asked and may read the answer, or null if that is nobody of the site
   */
  SharedStream(HttpStream stream, String origin) {
    super(stream);
    this.origin = origin;
  }

  @Override
  protected void change(HttpFields.Mutable fields) {
    // The answer may be another one for another page: also if nobody has asked as one (RFC 9110,
    // 12.5.5).
    fields.ensureField(VARY);
    if (origin != null) {
      String names = exposable(fields);
      fields.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin).put(CREDENTIALS);
      fields.put(HttpHeader.TIMING_ALLOW_ORIGIN, origin);
      if (!names.isEmpty()) {
        fields.put(HttpHeader.ACCESS_CONTROL_EXPOSE_HEADERS, names);
      }
    }
  }

  private static String exposable(HttpFields fields) {
    Set<String> names = new LinkedHashSet<>();
    for (HttpField field : fields) {
      String name = field.getLowerCaseName();
      if (!name.startsWith("access-control-") && !name.startsWith("set-cookie")) {
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return String.join(",", names);
  }
}
