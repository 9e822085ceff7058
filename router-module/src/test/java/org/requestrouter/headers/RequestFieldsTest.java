package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.Test;

class RequestFieldsTest {
  private final HttpFields.Mutable fields = HttpFields.build().add("Host", "www.example.com:80");
  private String client = "192.0.2.7";

  @Test
  void writesLineFieldsAndWhoAsked() {
    fields.add("Accept", "*/*").add("X-Own", "kept, as it is");

    assertEquals(
        """
        GET /a/b;c=1?d=%20 HTTP/1.1
        Host: www.example.com:80
        Accept: */*
        X-Own: kept, as it is
        X-Forwarded-For: 192.0.2.7
        X-Forwarded-Proto: http
        X-Forwarded-Host: www.example.com:80
        Forwarded: for=192.0.2.7;proto=http;host="www.example.com:80"
        Via: 1.1 router

        """,
        written("/a/b;c=1?d=%20", false));
  }

  @Test
  void appendsToTheClientsWhoAskedBeforeAndReplacesWhatTheyClaim() {
    fields
        .add("X-Forwarded-For", "203.0.113.9")
        .add("X-Forwarded-For", "203.0.113.10, 10.0.0.1")
        .add("X-Forwarded-Proto", "https")
        .add("X-Forwarded-Host", "evil.example");

    String header = written("/", false);

    assertTrue(
        header.contains("X-Forwarded-For: 203.0.113.9, 203.0.113.10, 10.0.0.1, 192.0.2.7\n"));
    assertTrue(header.contains("X-Forwarded-Proto: http\n"));
    assertFalse(header.contains("evil.example"));
  }

  @Test
  void removesHopByHopFieldsAndThoseThatConnectionNames() {
    fields
        .add("Connection", "X-Gone, keep-alive")
        .add("Connection", "X-Forwarded-For, Host, Content-Length")
        .add("Keep-Alive", "timeout=5")
        .add("Proxy-Connection", "keep-alive")
        .add("TE", "trailers")
        .add("Upgrade", "websocket")
        .add("Proxy-Authorization", "Basic eDp5")
        .add("x-gone", "1")
        .add("X-Forwarded-For", "203.0.113.9")
        .add("Content-Length", "5");

    assertEquals(
        """
        GET / HTTP/1.1
        Host: www.example.com:80
        Content-Length: 5
        X-Forwarded-For: 192.0.2.7
        X-Forwarded-Proto: http
        X-Forwarded-Host: www.example.com:80
        Forwarded: for=192.0.2.7;proto=http;host="www.example.com:80"
        Via: 1.1 router

        """,
        written("/", false));
  }

  @Test
  void makesFramingAnew() {
    fields.add("Transfer-Encoding", "chunked");

    String header = written("/", true);

    assertEquals(1, header.split("Transfer-Encoding: chunked", -1).length - 1);
  }

  @Test
  void givesAnIpv6AddressPlainAndQuotedAsEachFieldWantsIt() {
    client = "2001:db8::1";

    String header = written("/", false);

    assertTrue(header.contains("X-Forwarded-For: 2001:db8:0:0:0:0:0:1\n"), header);
    assertTrue(header.contains("Forwarded: for=\"[2001:db8:0:0:0:0:0:1]\";proto=http"), header);
  }

  @Test
  void addsAHostFromTheAuthorityWhereTheProtocolHasNoSuchField() {
    fields.remove("Host");

    assertTrue(written("/", false).contains("\nHost: authority.example:8080\n"));
  }

  @Test
  void addsNothingThatIsSwitchedOff() {
    fields.add("X-Forwarded-Host", "from.another.proxy");

    assertEquals(
        """
        GET / HTTP/1.1
        Host: www.example.com:80
        X-Forwarded-Host: from.another.proxy

        """,
        written(new RequestFields(false, false, ""), "/", false));
  }

  private String written(String target, boolean chunked) {
    return written(new RequestFields(true, true, "router"), target, chunked);
  }

  private String written(RequestFields rules, String target, boolean chunked) {
    Request request = mock(Request.class);
    ConnectionMetaData connection = mock(ConnectionMetaData.class);
    when(request.getMethod()).thenReturn("GET");
    when(request.getHttpURI()).thenReturn(HttpURI.from("http://authority.example:8080" + target));
    when(request.getHeaders()).thenReturn(fields.asImmutable());
    when(request.getConnectionMetaData()).thenReturn(connection);
    when(connection.getHttpVersion()).thenReturn(HttpVersion.HTTP_1_1);
    when(connection.getRemoteSocketAddress()).thenReturn(new InetSocketAddress(client, 1234));
    ByteBuffer head = rules.write(request, chunked).toBuffer();
    return BufferUtil.toString(head, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
  }
}
