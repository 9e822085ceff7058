package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.mockito.Mockito.when;

import java.net.UnixDomainSocketAddress;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.rule.Networks;

/** Whose address counts for the client's. */
class BelievedClientTest {
  private final RequestFields fields =
      new RequestFields(true, true, "", Networks.parse("10.0.0.0/8, 2001:db8:1::/48"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Nobody who is not trusted can be another.
        "192.0.2.1 | 198.51.100.7 | 192.0.2.1",
        "10.0.0.1 | | 10.0.0.1",
        "10.0.0.1 | 198.51.100.7 | 198.51.100.7",
        "10.0.0.1 | 198.51.100.7:4711 | 198.51.100.7",
        "2001:db8:1::5 | 2001:db8:9::7 | 2001:db8:9:0:0:0:0:7",
        // What the client itself put before is a claim.
        "10.0.0.1 | 203.0.113.9, 198.51.100.7 | 198.51.100.7",
        "10.0.0.1 | 203.0.113.9, 198.51.100.7, 10.0.0.2 | 198.51.100.7",
        "10.0.0.1 | 10.0.0.3, 10.0.0.2 | 10.0.0.3",
        // The proxy that says nothing useful is the last that is known.
        "10.0.0.1 | unknown | 10.0.0.1",
        "10.0.0.1 | 198.51.100.7, unknown | 10.0.0.1",
        "10.0.0.1 | 198.51.100.7, garbage, 10.0.0.2 | 10.0.0.2",
      })
  void clientIsTheLastThatNoTrustedProxyIs(String peer, String forwardedFor, String client) {
    HttpFields.Mutable sent = HttpFields.build();
    if (forwardedFor != null) {
      sent.add("X-Forwarded-For", forwardedFor);
    }
    assertEquals(client, fields.client(Requests.get("/", sent, peer)).getHostAddress());
  }

  @Test
  void clientWithoutAnAddressIsNobody() {
    Request request = Requests.get("/", HttpFields.build(), "192.0.2.1");
    ConnectionMetaData connection = request.getConnectionMetaData();
    when(connection.getRemoteSocketAddress()).thenReturn(UnixDomainSocketAddress.of("/socket"));
    assertNull(fields.client(request));
  }
}
