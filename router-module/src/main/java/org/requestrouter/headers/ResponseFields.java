package org.requestrouter.headers;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What becomes of the fields of a response on its way to the client. */
public final class ResponseFields {

  private ResponseFields() {}

  /** Adds all end-to-end fields, in their order. */
  public static void copy(HttpFields from, HttpFields.Mutable to) {
    List<String> named = HopByHop.named(from);
    for (HttpField field : from) {
      if (HopByHop.isNamed(field, named)) {
        continue;
      }
      HttpHeader header = field.getHeader();
      if (header != null && isOwn(header)) {
        to.put(field);
      } else if (header == null || !HopByHop.contains(header)) {
        to.add(field);
      }
    }
  }

  /** Adds fields that are end-to-end all, in their order. */
  public static void add(HttpFields from, HttpFields.Mutable to) {
    for (HttpField field : from) {
      HttpHeader header = field.getHeader();
      if (header != null && isOwn(header)) {
        to.put(field);
      } else {
        to.add(field);
      }
    }
  }

  /** Fields that Jetty sets for its own responses; what the server says replaces them. */
  static boolean isOwn(HttpHeader header) {
    return header == HttpHeader.DATE
        || header == HttpHeader.SERVER
        || header == HttpHeader.X_POWERED_BY;
  }
}
