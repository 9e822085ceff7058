package org.requestrouter.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.RouterHandler;

/** A graceful stop, for servlets in all their forms and for clients of HTTP/2. */
@Timeout(60)
class StopTest {
  private static final long LONG = 30_000;

  private static Fixture start(Consumer<Fixture> setup) throws Exception {
    return Fixture.start(
        fixture -> {
          setup.accept(fixture);
          fixture.router.setStopHold("500ms");
          fixture.server.setStopTimeout(LONG);
          fixture.server.insertHandler(new GracefulHandler());
        });
  }

  private static CompletableFuture<Boolean> stop(Fixture fixture) {
    long begin = System.nanoTime();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            fixture.server.stop();
          } catch (Exception x) {
            throw new IllegalStateException(x);
          }
          return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) < LONG * 2 / 3;
        });
  }

  private static void assertHeldRequestIsRefused(Fixture fixture, String retryAfter)
      throws Exception {
    try (Peer client = fixture.client()) {
      client.get("/poll");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        CompletableFuture<Boolean> stopped = stop(fixture);
        String head = client.head();
        assertEquals(503, Peer.status(head));
        assertEquals(retryAfter, Peer.field(head, "Retry-After"));
        assertEquals("close", Peer.field(head, "Connection"));
        client.rest();
        assertTrue(stopped.get(LONG, TimeUnit.MILLISECONDS));
      }
    }
  }

  @Test
  void heldRequestOfAWrappedResponseIsRefused() throws Exception {
    try (Fixture fixture =
        start(
            f -> {
              f.filter(new GzipFilter());
              f.servlet("/*", holder -> {});
            })) {
      assertHeldRequestIsRefused(fixture, "1");
    }
  }

  @Test
  void heldRequestOfAServletWithItsOwnRouterIsRefused() throws Exception {
    try (Fixture fixture =
        start(
            f -> f.servlet("/*", holder -> holder.setInitParameter("proxyTo", f.upstreamUri())))) {
      assertHeldRequestIsRefused(fixture, "1");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void heldRequestOfAnHttp2ClientIsRefusedWithoutAConnectionField(boolean servlet)
      throws Exception {
    HTTP2Client client = new HTTP2Client();
    client.start();
    try (Fixture fixture =
        start(
            f -> {
              if (servlet) {
                f.servlet("/*", holder -> {});
              } else {
                f.server.setHandler(new RouterHandler(f.router));
              }
            })) {
      Heard heard = ask(client, fixture);
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        CompletableFuture<Boolean> stopped = stop(fixture);
        MetaData.Response response = heard.responses.poll(Peer.PATIENCE, TimeUnit.MILLISECONDS);
        assertNotNull(response);
        assertEquals(503, response.getStatus());
        assertEquals("1", response.getHttpFields().get(HttpHeader.RETRY_AFTER));
        assertFalse(response.getHttpFields().contains(HttpHeader.CONNECTION));
        assertTrue(stopped.get(LONG, TimeUnit.MILLISECONDS));
      }
    } finally {
      client.stop();
    }
  }

  @Test
  void responseToAnHttp2ClientIsCompletedAfterTheHold() throws Exception {
    HTTP2Client client = new HTTP2Client();
    client.start();
    try (Fixture fixture = start(f -> f.server.setHandler(new RouterHandler(f.router)))) {
      Heard heard = ask(client, fixture);
      try (Peer upstream = fixture.accept();
          Peer poll = fixture.client()) {
        upstream.head();
        upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
        assertEquals("half", heard.nextContent());
        poll.get("/poll");
        try (Peer polled = fixture.accept()) {
          polled.head();
          CompletableFuture<Boolean> stopped = stop(fixture);
          assertEquals(503, Peer.status(poll.head()));
          upstream.send("more");
          assertEquals("more", heard.nextContent());
          assertEquals("", heard.nextContent());
          assertTrue(stopped.get(LONG, TimeUnit.MILLISECONDS));
        }
      }
    } finally {
      client.stop();
    }
  }

  /** What an HTTP/2 client hears of its stream; the last of the contents is empty. */
  private static final class Heard implements Stream.Listener {
    final LinkedBlockingQueue<MetaData.Response> responses = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> contents = new LinkedBlockingQueue<>();

    @Override
    public void onHeaders(Stream stream, HeadersFrame frame) {
      if (frame.getMetaData() instanceof MetaData.Response response) {
        responses.add(response);
      }
      demand(stream, frame.isEndStream());
    }

    @Override
    public void onDataAvailable(Stream stream) {
      Stream.Data data = stream.readData();
      if (data == null) {
        stream.demand();
        return;
      }
      boolean end = data.frame().isEndStream();
      if (data.frame().getByteBuffer().hasRemaining()) {
        contents.add(UTF_8.decode(data.frame().getByteBuffer()).toString());
      }
      data.release();
      demand(stream, end);
    }

    private void demand(Stream stream, boolean end) {
      if (end) {
        contents.add("");
      } else {
        stream.demand();
      }
    }

    String nextContent() throws InterruptedException {
      return contents.poll(Peer.PATIENCE, TimeUnit.MILLISECONDS);
    }
  }

  private static Heard ask(HTTP2Client client, Fixture fixture) throws Exception {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.port());
    Session session =
        client
            .connect(address, new Session.Listener() {})
            .get(Peer.PATIENCE, TimeUnit.MILLISECONDS);
    HttpURI uri = HttpURI.from("http://127.0.0.1:" + fixture.port() + "/poll");
    MetaData.Request request =
        new MetaData.Request("GET", uri, HttpVersion.HTTP_2, HttpFields.EMPTY);
    Heard heard = new Heard();
    session
        .newStream(new HeadersFrame(request, null, true), heard)
        .get(Peer.PATIENCE, TimeUnit.MILLISECONDS);
    return heard;
  }
}
