package org.requestrouter.affinity;

import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpFields;
import org.requestrouter.rule.RequestHead;

/** The head of a request. */
record Head(String method, String target, HttpFields fields) implements RequestHead {

  /** A GET with header lines. */
  static Head get(String... lines) {
    return of("GET", lines);
  }

  static Head of(String method, String... lines) {
    return new Head(method, "/", fields(lines));
  }

  static HttpFields.Mutable fields(String... lines) {
    HttpFields.Mutable fields = HttpFields.build();
    for (String line : lines) {
      int colon = line.indexOf(':');
      fields.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return fields;
  }

  @Override
  public String version() {
    return "1.1";
  }

  @Override
  public SocketAddress remote() {
    return null;
  }

  @Override
  public SocketAddress local() {
    return null;
  }

  @Override
  public int connections() {
    return 1;
  }

  @Override
  public boolean secure() {
    return false;
  }
}
