package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;

/** What an answer must say to upgrade a connection. */
class UpgradeKeyTest {
  private static Upgrade asked(String protocols, String... allowed) {
    ConnectionMetaData connection = mock(ConnectionMetaData.class);
    when(connection.getHttpVersion()).thenReturn(HttpVersion.HTTP_1_1);
    Request request = mock(Request.class);
    when(request.getConnectionMetaData()).thenReturn(connection);
    when(request.getMethod()).thenReturn("GET");
    when(request.getLength()).thenReturn(-1L);
    when(request.getHeaders())
        .thenReturn(
            HttpFields.build()
                .put("Connection", "keep-alive, Upgrade")
                .put("Upgrade", protocols)
                .put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
    return Upgrade.of(request, Set.of(allowed));
  }

  private static HttpFields answer(String protocol, String accept) {
    HttpFields.Mutable fields = HttpFields.build();
    fields.put("Connection", "Upgrade").put("Upgrade", protocol);
    return accept == null ? fields : fields.put("Sec-WebSocket-Accept", accept);
  }

  @Test
  void keyIsAnsweredAsTheSpecificationsExample() {
    String accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    Upgrade upgrade = asked("WebSocket", "websocket");
    assertEquals(accept, upgrade.acceptKey());
    assertEquals("websocket", upgrade.accepted(answer("websocket", accept)));
    assertNull(upgrade.accepted(answer("websocket", accept.toLowerCase(Locale.ROOT))));
    assertNull(upgrade.accepted(answer("websocket", null)));
  }

  @Test
  void onlyWhatIsAllowedIsAskedFor() {
    assertNull(asked("foo", "websocket"));
    Upgrade upgrade = asked("foo/1, bar, websocket", "foo/1", "websocket");
    HttpFields.Mutable sent = HttpFields.build();
    upgrade.addFields(sent::add);
    assertEquals("Upgrade", sent.get("Connection"));
    assertEquals("foo/1, websocket", sent.get("Upgrade"));
    assertEquals("foo/1", upgrade.accepted(answer("foo/1", null)));
    assertNull(upgrade.accepted(answer("bar", null)));
  }
}
