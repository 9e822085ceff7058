package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;

class JettyRequestHeadTest {
  private final Request request = mock(Request.class);
  private final JettyRequestHead head = new JettyRequestHead(request);

  private void send(String uri, HttpFields fields) {
    when(request.getHttpURI()).thenReturn(HttpURI.from(uri));
    when(request.getHeaders()).thenReturn(fields);
  }

  @Test
  void theTargetIsPutTogetherOnce() {
    send("http://h:8080/a/b?c=d", HttpFields.EMPTY);

    assertEquals("/a/b?c=d", head.target());
    assertSame(head.target(), head.target());
  }

  @Test
  void theFieldsAreTheClientsOwnWhereTheyNameAHost() {
    HttpFields fields = HttpFields.from(new HttpField("Host", "other"));
    send("http://h:8080/", fields);

    assertSame(fields, head.fields());
    assertSame(fields, head.fields());
  }

  @Test
  void theAuthorityIsTheHostWhereNoFieldNamesIt() {
    send("http://h:8080/", HttpFields.EMPTY);

    assertEquals("h:8080", head.fields().get(HttpHeader.HOST));
    assertSame(head.fields(), head.fields());
  }

  @Test
  void aRequestWithNeitherHasNoHost() {
    send("/", HttpFields.EMPTY);

    assertEquals(0, head.fields().size());
  }
}
