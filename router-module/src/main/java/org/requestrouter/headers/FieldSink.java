package org.requestrouter.headers;

import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** Takes the fields of a header, in their order. */
@FunctionalInterface
public interface FieldSink extends Consumer<HttpField> {

  /** Takes a field that the router adds. */
  default void add(HttpHeader header, String value) {
    accept(new HttpField(header, value));
  }
}
