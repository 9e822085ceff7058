package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The servlet with {@code proxyTo}, as far as a raw back end has to show it. */
@Timeout(60)
class ProxyToTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static Fixture start(Consumer<ServletHolder> setup) throws Exception {
    return Fixture.start(
        fixture ->
            fixture.servlet(
                "/*",
                holder -> {
                  holder.setInitParameter("proxyTo", fixture.upstreamUri() + "/base");
                  setup.accept(holder);
                }));
  }

  private static void exchange(Peer client, Peer upstream) throws IOException {
    upstream.send(OK);
    assertEquals("ok", client.text(client.head()));
  }

  @Test
  void forwardedFieldsNameTheHostThatTheClientAskedFor() throws Exception {
    try (Fixture fixture = start(holder -> holder.setInitParameter("viaHost", "me.test"));
        Peer client = fixture.client()) {
      client.get("/x");
      try (Peer upstream = fixture.accept()) {
        String head = upstream.head();
        assertTrue(head.startsWith("GET /base/x HTTP/1.1\r\n"), head);
        assertEquals(fixture.upstreamUri().substring("http://".length()), Peer.field(head, "Host"));
        assertEquals("client.test", Peer.field(head, "X-Forwarded-Host"));
        assertTrue(Peer.field(head, "Forwarded").contains("host=\"client.test\""), head);
        assertEquals("1.1 me.test", Peer.field(head, "Via"));
        exchange(client, upstream);
      }
    }
  }

  private static String forwardedFor(String trusted) throws Exception {
    try (Fixture fixture = start(holder -> holder.setInitParameter("trustedProxies", trusted));
        Peer client = fixture.client()) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n");
      try (Peer upstream = fixture.accept()) {
        String head = upstream.head();
        exchange(client, upstream);
        return Peer.field(head, "X-Forwarded-For");
      }
    }
  }

  @Test
  void onlyTrustedProxiesAreBelieved() throws Exception {
    assertEquals("127.0.0.1", forwardedFor("10.0.0.0/8"));
    assertEquals("192.0.2.1, 127.0.0.1", forwardedFor("10.0.0.0/8, 127.0.0.1"));
  }

  @Test
  void filtersThatWrapAreHonoured() throws Exception {
    try (Fixture fixture =
            Fixture.start(
                f -> {
                  f.filter(new UpperCaseFilter(0));
                  f.servlet("/*", holder -> holder.setInitParameter("proxyTo", f.upstreamUri()));
                });
        Peer client = fixture.client()) {
      client.post("/x", "hello");
      try (Peer upstream = fixture.accept()) {
        assertEquals("HELLO", upstream.text(upstream.head()));
        exchange(client, upstream);
      }
    }
  }

  @Test
  void serverThatCannotBeReachedGives502AsWithJettysServlet() throws Exception {
    try (Fixture fixture = start(holder -> {});
        Peer client = fixture.client()) {
      fixture.refuse();

      assertEquals(502, Peer.status(client.get("/").head()));
    }
  }

  @Test
  void idleServerGives504() throws Exception {
    try (Fixture fixture = start(holder -> holder.setInitParameter("idleTimeout", "200"));
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();

        assertEquals(504, Peer.status(client.head()));
      }
    }
  }

  @Test
  void timeoutEndsAResponseThatDoesNotBegin() throws Exception {
    try (Fixture fixture = start(holder -> holder.setInitParameter("timeout", "300"));
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();

        assertEquals(504, Peer.status(client.head()));
        assertThrows(IOException.class, upstream::head, "the attempt has ended too");
      }
    }
  }

  @Test
  void timeoutCutsAResponseThatGoesOn() throws Exception {
    try (Fixture fixture = start(holder -> holder.setInitParameter("timeout", "500"));
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        String head = client.head();

        assertThrows(IOException.class, () -> client.text(head));
      }
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void timeoutDoesNotTouchTheNextRequest() throws Exception {
    try (Fixture fixture = start(holder -> holder.setInitParameter("timeout", "3s"));
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        long begin = System.nanoTime();
        do {
          upstream.head();
          exchange(client, upstream);
          client.get("/");
        } while (System.nanoTime() - begin < 4_500_000_000L);
        upstream.head();
        exchange(client, upstream);
      }
    }
  }

  @Test
  void noMoreThanTheMaximumOfConnectionsIsMade() throws Exception {
    List<Peer> clients = Collections.synchronizedList(new ArrayList<>());
    try (Fixture fixture = start(holder -> holder.setInitParameter("maxConnections", "1"))) {
      for (int i = 0; i < 3; i++) {
        clients.add(fixture.client().get("/" + i));
      }
      try (Peer upstream = fixture.accept()) {
        for (int i = 0; i < 3; i++) {
          String head = upstream.head();
          upstream.send(OK);
          int index = head.charAt("GET /base/".length()) - '0';
          assertEquals(200, Peer.status(clients.get(index).head()));
        }
      }
    } finally {
      for (Peer client : clients) {
        client.close();
      }
    }
  }
}
