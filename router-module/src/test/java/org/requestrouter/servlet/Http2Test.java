package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Errors towards clients of HTTP/2. */
@Timeout(60)
class Http2Test {
  private final HTTP2Client client = new HTTP2Client();

  @BeforeEach
  void startClient() throws Exception {
    client.start();
  }

  @AfterEach
  void stopClient() throws Exception {
    client.stop();
  }

  /** What the client hears of its stream: the statuses, and RST_STREAM. */
  private static final class Heard implements Stream.Listener {
    final LinkedBlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> reset = new CompletableFuture<>();

    @Override
    public void onHeaders(Stream stream, HeadersFrame frame) {
      if (frame.getMetaData() instanceof MetaData.Response response) {
        statuses.add(response.getStatus());
      }
    }

    @Override
    public void onReset(Stream stream, ResetFrame frame, Callback callback) {
      reset.complete(frame.getError());
      callback.succeeded();
    }
  }

  private Heard send(Fixture fixture, String method, boolean last) throws Exception {
    Session session =
        client
            .connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.port()),
                new Session.Listener() {})
            .get(Peer.PATIENCE, TimeUnit.MILLISECONDS);
    HttpURI uri = HttpURI.from("http://127.0.0.1:" + fixture.port() + "/path");
    MetaData.Request request =
        new MetaData.Request(method, uri, HttpVersion.HTTP_2, HttpFields.EMPTY);
    Heard heard = new Heard();
    session
        .newStream(new HeadersFrame(request, null, last), heard)
        .get(Peer.PATIENCE, TimeUnit.MILLISECONDS);
    return heard;
  }

  private static int status(Heard heard) throws Exception {
    Integer status = heard.statuses.poll(Peer.PATIENCE, TimeUnit.MILLISECONDS);
    if (status == null) {
      throw new TimeoutException("no header");
    }
    return status;
  }

  @Test
  void responseThatTheServerCutsIsReset() throws Exception {
    try (Fixture fixture = Fixture.start(f -> f.servlet("/*", holder -> {}))) {
      Heard heard = send(fixture, "GET", true);
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").chunk("half");
        assertEquals(200, status(heard));
        assertFalse(heard.reset.isDone());
      }
      heard.reset.get(Peer.PATIENCE, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void wrappedResponseThatTheServerCutsIsReset() throws Exception {
    try (Fixture fixture = Fixture.start(new GzipFilter())) {
      Heard heard = send(fixture, "GET", true);
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").chunk("half");
        assertEquals(200, status(heard));
      }
      heard.reset.get(Peer.PATIENCE, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void errorAmidstAnUploadReachesTheClient() throws Exception {
    try (Fixture fixture = Fixture.start(f -> f.servlet("/*", holder -> {}))) {
      Heard heard = send(fixture, "POST", false);
      try (Peer upstream = fixture.accept()) {
        upstream.head();
      }
      assertEquals(502, status(heard));
    }
  }

  @Test
  void methodThatWouldBeARequestLineOfItsOwnIsRefused() throws Exception {
    try (Fixture fixture = Fixture.start(f -> f.servlet("/*", holder -> {}))) {
      assertEquals(400, status(send(fixture, "GET /forged HTTP/1.1", true)));
    }
  }
}
