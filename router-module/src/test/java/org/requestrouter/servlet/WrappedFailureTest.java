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
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exchanges that fail while a filter has wrapped the response. */
@Timeout(60)
class WrappedFailureTest {
  /** Wraps and changes nothing. */
  private static final Filter IDENTITY =
      (request, response, chain) ->
          chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response));

  @Test
  void clientThatLeavesAmidstADownloadEndsTheAttempt() throws Exception {
    try (Fixture fixture = Fixture.start(IDENTITY)) {
      Peer client = fixture.client();
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        CompletableFuture<Void> sending =
            CompletableFuture.runAsync(
                () -> WrappedResponseTest.sendAll(upstream, 1L << 30, new AtomicLong()));
        client.head();

        client.reset();

        assertThrows(RuntimeException.class, sending::join);
        fixture.awaitQuiet();
      }
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
}
