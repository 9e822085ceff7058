package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Responses through a filter's wrapper that do not come to a good end. */
@Timeout(60)
class WrappedResponseFailureTest {

  @Test
  void clientThatLeavesAmidstADownloadEndsTheAttempt() throws Exception {
    try (Fixture fixture = Fixture.start(new GzipFilter())) {
      Peer client = fixture.client();
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendForever(upstream));
        client.head();

        client.reset();

        assertThrows(RuntimeException.class, sending::join);
        fixture.awaitQuiet();
      }
    }
  }

  private static void sendForever(Peer upstream) {
    try {
      upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      String part = "x".repeat(64 * 1024);
      while (true) {
        upstream.chunk(part);
      }
    } catch (IOException x) {
      throw new IllegalStateException(x);
    }
  }

  @Test
  void responseThatTheServerCutsIsCutForTheClient() throws Exception {
    try (Fixture fixture = Fixture.start(new GzipFilter());
        Peer client = fixture.client()) {
      client.get("/");
      String head;
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").chunk("half");
        head = client.head();
      }
      InputStream content = client.content(head);
      assertThrows(EOFException.class, content::readAllBytes);
    }
  }

  @Test
  void streamWithoutListenersEndsTheConnection() throws Exception {
    Filter filter =
        (request, response, chain) ->
            chain.doFilter(request, new Blocking((HttpServletResponse) response));
    try (Fixture fixture = Fixture.start(filter);
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        assertThrows(EOFException.class, client::head);
      }
    }
  }

  private static final class Blocking extends HttpServletResponseWrapper {
    Blocking(HttpServletResponse response) {
      super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() {
      return new ServletOutputStream() {
        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          throw new IllegalStateException("blocking only");
        }

        @Override
        public void write(int b) {
          throw new AssertionError("not asynchronous");
        }
      };
    }
  }

  @Test
  void serverThatCannotBeReachedGives503ThroughTheFilter() throws Exception {
    try (Fixture fixture = Fixture.start(new GzipFilter());
        Peer client = fixture.client()) {
      fixture.refuse();

      assertEquals(503, Peer.status(client.get("/").head()));
    }
  }

  @Test
  void serverThatSaysNothingGives504ThroughTheFilter() throws Exception {
    try (Fixture fixture =
            Fixture.start(
                f -> {
                  f.backend.setServerTimeout("200ms");
                  f.filter(new GzipFilter());
                  f.servlet("/*", holder -> {});
                });
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        String head = client.head();

        assertEquals(504, Peer.status(head));
        assertTrue(client.text(head).contains("504"));
      }
    }
  }

  @Test
  void serverThatHangsUpGives502ThroughTheFilter() throws Exception {
    try (Fixture fixture = Fixture.start(new GzipFilter());
        Peer client = fixture.client()) {
      client.get("/");
      fixture.accept().close();

      assertEquals(502, Peer.status(client.head()));
    }
  }
}
