package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.Filter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Errors take the way of every servlet, and what is committed is cut. */
@Timeout(60)
class ErrorResponseTest {

  /** An error page with a content that is too large for the container's buffer. */
  private static final class ErrorPage extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String FILLING = ".".repeat(100_000);

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
      response.getOutputStream().print("page for " + status + " " + FILLING);
    }
  }

  private static Fixture start(Filter filter) throws Exception {
    return Fixture.start(
        fixture -> {
          ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
          errors.addErrorPage(500, 599, "/error");
          fixture.context.setErrorHandler(errors);
          fixture.context.addServlet(new ServletHolder(new ErrorPage()), "/error");
          fixture.backend.setServerTimeout("3s");
          if (filter != null) {
            fixture.filter(filter);
          }
          fixture.servlet("/*", holder -> {});
        });
  }

  private static void assertErrorPage(int status, Peer client) throws IOException {
    String head = client.head();
    assertEquals(status, Peer.status(head));
    String text = client.text(head);
    assertTrue(text.startsWith("page for " + status + " "));
    assertTrue(text.endsWith(ErrorPage.FILLING));
  }

  @Test
  void errorPageOfTheApplicationIsShown() throws Exception {
    try (Fixture fixture = start(null);
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        assertErrorPage(504, client);
      }
      client.get("/");
      fixture.accept().close();
      assertErrorPage(502, client);
      fixture.refuse();
      client.get("/");
      assertErrorPage(503, client);
    }
  }

  @Test
  void errorPageIsShownAfterAFilterThatWraps() throws Exception {
    try (Fixture fixture = start(new GzipFilter());
        Peer client = fixture.client()) {
      client.get("/");
      fixture.accept().close();

      assertErrorPage(502, client);
    }
  }

  @Test
  void requestIsCompletedOnce() throws Exception {
    assertCompletedOnce(null);
  }

  @Test
  void wrappedRequestIsCompletedOnce() throws Exception {
    assertCompletedOnce(new GzipFilter());
  }

  private static void assertCompletedOnce(Filter filter) throws Exception {
    AtomicInteger completions = new AtomicInteger();
    try (Fixture fixture =
            Fixture.start(
                f -> {
                  if (filter != null) {
                    f.filter(filter);
                  }
                  f.servlet("/*", holder -> {});
                  f.server.setHandler(new Counter(f.context, completions));
                });
        Peer client = fixture.client()) {
      client.get("/");
      fixture.accept().close();
      String head = client.head();
      assertEquals(502, Peer.status(head));
      client.text(head);
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 204 No Content\r\n\r\n");
        assertEquals(204, Peer.status(client.head()));
      }
      Awaitility.await()
          .during(Duration.ofMillis(300))
          .atMost(Duration.ofMillis(Peer.PATIENCE))
          .until(() -> completions.get() == 2);
    }
  }

  /** Counts how often requests are completed towards the server. */
  private static final class Counter extends Handler.Wrapper {
    private final AtomicInteger completions;

    Counter(Handler handler, AtomicInteger completions) {
      super(handler);
      this.completions = completions;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return super.handle(request, response, Callback.from(callback, completions::incrementAndGet));
    }
  }

  @Test
  void clientThatStopsAmidstAnUploadGets408() throws Exception {
    try (Fixture fixture =
            Fixture.start(
                f -> {
                  f.routing.setClientTimeout("300ms");
                  f.servlet("/*", holder -> {});
                });
        Peer client = fixture.client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nabc");
      try (Peer upstream = fixture.accept()) {
        upstream.content(upstream.head()).readNBytes(3);

        assertEquals(408, Peer.status(client.head()));
      }
    }
  }

  /**
   * Bytes that nobody reads would make a reset of the end, and the response may be lost with it.
   */
  @Test
  void errorAmidstAnUploadReachesTheClientThatGoesOnSending() throws Exception {
    try (Fixture fixture = start(null);
        Peer client = fixture.client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\nabc");
      try (Peer upstream = fixture.accept()) {
        upstream.content(upstream.head()).readNBytes(3);
      }
      fixture.awaitQuiet();
      for (int i = 0; i < 500; i++) {
        client.send(new byte[1000]);
      }

      assertErrorPage(502, client);
    }
  }

  @Test
  void responseThatTheServerCutsIsCutForTheClient() throws Exception {
    try (Fixture fixture = start(null);
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").chunk("half");
        client.head();
      }
      String rest = new String(client.rest(), StandardCharsets.ISO_8859_1);
      assertTrue(rest.contains("half"));
      assertFalse(rest.contains("\r\n0\r\n"), "a clean end");
    }
  }
}
