package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.Test;
import org.requestrouter.rule.Networks;

class RequestFieldsTest {
  private static final Site SERVER = new Site("http", "127.0.0.1:8081");
  private static final Networks PROXIES = Networks.parse("192.0.2.0/24");
  private static final RequestFields TRUSTING = new RequestFields(true, true, "router", PROXIES);

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

  private void claim() {
    fields
        .add("X-Forwarded-For", "203.0.113.9")
        .add("X-Forwarded-For", "203.0.113.10, 10.0.0.1")
        .add("X-Forwarded-Proto", "https")
        .add("X-Forwarded-Host", "claimed.example")
        .add("X-Forwarded-Port", "8443")
        .add("x-forwarded-prefix", "/claimed")
        .add("Forwarded", "for=203.0.113.9;host=claimed.example");
  }

  @Test
  void replacesWhatAnyClientClaims() {
    claim();

    assertEquals(
        """
        GET / HTTP/1.1
        Host: www.example.com:80
        X-Forwarded-For: 192.0.2.7
        X-Forwarded-Proto: http
        X-Forwarded-Host: www.example.com:80
        Forwarded: for=192.0.2.7;proto=http;host="www.example.com:80"
        Via: 1.1 router

        """,
        written("/", false));
  }

  @Test
  void appendsToWhatATrustedProxySaysOfWhoAskedAndKeepsTheRest() {
    claim();

    assertEquals(
        """
        GET / HTTP/1.1
        Host: www.example.com:80
        X-Forwarded-Proto: https
        X-Forwarded-Host: claimed.example
        X-Forwarded-Port: 8443
        x-forwarded-prefix: /claimed
        Forwarded: for=203.0.113.9;host=claimed.example
        X-Forwarded-For: 203.0.113.9, 203.0.113.10, 10.0.0.1, 192.0.2.7
        Forwarded: for=192.0.2.7;proto=http;host="www.example.com:80"
        Via: 1.1 router

        """,
        written(TRUSTING, "/", false));
  }

  @Test
  void addsWhatATrustedProxyDoesNotSay() {
    fields
        .add("Connection", "X-Forwarded-For, X-Forwarded-Proto")
        .add("X-Forwarded-For", "1.1.1.1");
    fields.add("X-Forwarded-Proto", "https");

    String header = written(TRUSTING, "/", false);

    assertTrue(header.contains("X-Forwarded-Host: www.example.com:80\n"), header);
    assertTrue(header.contains("X-Forwarded-For: 192.0.2.7\n"), header);
    assertTrue(header.contains("X-Forwarded-Proto: https\n"), header);
    assertFalse(header.contains("X-Forwarded-Proto: http\n"), header);
  }

  @Test
  void believesNobodyOutsideOfTheTrustedNetworks() {
    claim();
    client = "192.0.3.7";

    String header = written(TRUSTING, "/", false);

    assertFalse(header.contains("203.0.113.9") || header.contains("claimed"), header);
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
  void addsNothingThatIsSwitchedOffAndStillBelievesNobody() {
    claim();

    assertEquals(
        """
        GET / HTTP/1.1
        Host: www.example.com:80

        """,
        written(new RequestFields(false, false, ""), "/", false));
  }

  @Test
  void passesOnWhatATrustedProxySaysWhereAllIsSwitchedOff() {
    claim();

    assertEquals(
        """
        GET / HTTP/1.1
        Host: www.example.com:80
        X-Forwarded-For: 203.0.113.9
        X-Forwarded-For: 203.0.113.10, 10.0.0.1
        X-Forwarded-Proto: https
        X-Forwarded-Host: claimed.example
        X-Forwarded-Port: 8443
        x-forwarded-prefix: /claimed
        Forwarded: for=203.0.113.9;host=claimed.example

        """,
        written(new RequestFields(false, false, "", PROXIES), "/", false));
  }

  private String written(String target, boolean chunked) {
    return written(new RequestFields(true, true, "router"), target, chunked);
  }

  private String written(RequestFields rules, String target, boolean chunked) {
    Request request = Requests.get(target, fields, client);
    ByteBuffer head = rules.write(request, SERVER, chunked).toBuffer();
    return BufferUtil.toString(head, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
  }
}
