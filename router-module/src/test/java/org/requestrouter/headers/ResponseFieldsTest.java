package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

class ResponseFieldsTest {
  private final HttpFields.Mutable from = HttpFields.build();
  private final HttpFields.Mutable to = HttpFields.build();

  @Test
  void copiesEndToEndFieldsInTheirOrder() {
    from.add("Set-Cookie", "a=1").add("X", "1").add("Set-Cookie", "b=2").add("Trailer", "X-T");

    ResponseFields.copy(from, to);

    assertEquals(from, to);
  }

  @Test
  void removesHopByHopFieldsAndThoseThatConnectionNames() {
    from.add("Connection", "X-Gone, close")
        .add("Keep-Alive", "timeout=5")
        .add("Transfer-Encoding", "chunked")
        .add("Proxy-Authenticate", "Basic")
        .add("Upgrade", "h2c")
        .add("X-Gone", "1")
        .add("Kept", "1");

    ResponseFields.copy(from, to);

    assertEquals(HttpFields.build().add("Kept", "1"), to);
  }

  @Test
  void removesWhatConnectionNamesThoughJettySetsItToo() {
    from.add("Connection", "server, date").add("Server", "other").add("Date", "then").add("X", "1");

    ResponseFields.copy(from, to);

    assertEquals(HttpFields.build().add("X", "1"), to);
  }

  @Test
  void replacesWhatJettyWouldSayOfItself() {
    to.add("Server", "Jetty").add("Date", "now").add("Strict-Transport-Security", "max-age=1");
    from.add("Server", "other").add("Date", "then");

    ResponseFields.copy(from, to);

    assertEquals(
        HttpFields.build()
            .add("Server", "other")
            .add("Date", "then")
            .add("Strict-Transport-Security", "max-age=1"),
        to);
  }
}
