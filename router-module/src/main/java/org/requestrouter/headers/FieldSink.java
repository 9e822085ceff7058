package org.requestrouter.headers;

import java.net.SocketAddress;
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

  /**
   * Takes a field that lists addresses, the given one last.
   *
   * @param before those before it, or null
   */
  default void addAddress(HttpHeader header, String before, SocketAddress last) {
    String address = ClientAddress.text(last);
    add(header, before == null ? address : before + ", " + address);
  }
}
