package org.requestrouter.headers;

import org.eclipse.jetty.http.HttpField;

/**
 * A field to be kept for long. One that Jetty has parsed refers to the parser, and through it to
 * all of the connection that it came on.
 */
public final class PlainField {

  private PlainField() {}

  /** Returns a field of the same name and value that refers to nothing else. */
  public static HttpField of(HttpField field) {
    return field.getClass() == HttpField.class
        ? field
        : new HttpField(field.getHeader(), field.getName(), field.getValue());
  }
}
