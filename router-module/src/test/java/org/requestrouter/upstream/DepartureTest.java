package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.RoutingConfig;

/** Clients of every kind that leave a quiet stream, from servers of every kind. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DepartureTest {
  private final AtomicInteger resets = new AtomicInteger();
  private final List<Duration> taken = new ArrayList<>();
  private TestRouter router;
  private Carrier carrier;

  /** What a client does after it has seen the header. */
  @FunctionalInterface
  private interface Leaving {
    void leave() throws Exception;
  }

  private BackEnd start(Carrier scheme, boolean servlet) throws Exception {
    carrier = scheme;
    Certificate certificate = Certificate.shared();
    BackEnd backEnd =
        new BackEnd(
            carrier,
            certificate.store(),
            (request, response, callback) -> {
              response.getHeaders().put("Content-Type", "text/event-stream");
              // First: the client may leave as soon as it has seen the header.
              request.addFailureListener(
                  x -> {
                    resets.incrementAndGet();
                    callback.failed(x);
                  });
              response.write(false, null, Callback.NOOP);
            });
    RoutingConfig config = new RoutingConfig();
    BackendConfig backend = TestRouter.patient(config.backend("b"));
    carrier.trust(backend.server("s", carrier.uri(backEnd.port())), certificate.store());
    backend.setServerTimeout("5m");
    config.setDefaultBackend("b");
    router = new TestRouter(config, servlet);
    return backEnd;
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP, false",
    "HTTP, true",
    "HTTPS, false",
    "HTTPS, true",
    "H2C, false",
    "H2C, true"
  })
  void connectionToTheServerIsClosedAtOnce(Carrier scheme, boolean servlet) throws Exception {
    HTTP2Client http2 = new HTTP2Client();
    http2.start();
    try (BackEnd backEnd = start(scheme, servlet)) {
      try (TestRouter running = router) {
        Client closing = http1();
        notice(closing::close);
        Client resetting = http1();
        notice(resetting::reset);
        Client half = http1();
        notice(half::finishSending);
        half.close();
        Stream cancelled = http2(http2);
        notice(
            () ->
                cancelled.reset(
                    new ResetFrame(cancelled.getId(), ErrorCode.CANCEL_STREAM_ERROR.code),
                    Callback.NOOP));
        HTTP2Session closed = (HTTP2Session) http2(http2).getSession();
        notice(() -> closed.getEndPoint().close());
        HTTP2Session halfClosed = (HTTP2Session) http2(http2).getSession();
        notice(() -> halfClosed.getEndPoint().shutdownOutput());
        assertEquals(6, backEnd.requests());
        // Jetty keeps a reset to itself that comes while its handler has not returned.
        await().until(() -> scheme != Carrier.H2C || resets.get() > 0);
        assertEquals(6, running.metric("backend.b.aborts"));
        assertEquals(0, running.metric("backend.b.failures"));
      }
    } finally {
      http2.stop();
    }
    Duration fastest = Collections.min(taken);
    assertTrue(fastest.toMillis() < 1000, "noticed after " + taken);
  }

  private Client http1() throws Exception {
    Client client = new Client(router.port()).request("GET /events");
    assertEquals(200, client.head().status());
    return client;
  }

  private Stream http2(HTTP2Client http2) throws Exception {
    Session session =
        http2
            .connect(new InetSocketAddress("localhost", router.port()), new Session.Listener() {})
            .get(TestRouter.STEP.toSeconds(), TimeUnit.SECONDS);
    HttpURI uri = HttpURI.from("http://localhost:" + router.port() + "/events");
    MetaData.Request request =
        new MetaData.Request("GET", uri, HttpVersion.HTTP_2, HttpFields.EMPTY);
    CompletableFuture<Integer> status = new CompletableFuture<>();
    Stream stream =
        session
            .newStream(
                new HeadersFrame(request, null, true),
                new Stream.Listener() {
                  @Override
                  public void onHeaders(Stream opened, HeadersFrame frame) {
                    status.complete(((MetaData.Response) frame.getMetaData()).getStatus());
                  }
                })
            .get(TestRouter.STEP.toSeconds(), TimeUnit.SECONDS);
    assertEquals(200, status.get(TestRouter.STEP.toSeconds(), TimeUnit.SECONDS));
    return stream;
  }

  /** Lets a client leave, and waits until its server can know. */
  private void notice(Leaving leaving) throws Exception {
    long begin = System.nanoTime();
    leaving.leave();
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(TestRouter.STEP)
        .until(
            () ->
                router.backend().inFlight() == 0
                    && (carrier == Carrier.H2C ? isStreamEnded() : isConnectionClosed()));
    taken.add(Duration.ofNanos(System.nanoTime() - begin));
  }

  /** The connection of a stream is idle again once the stream has been reset. */
  private boolean isStreamEnded() {
    return router.backend().idleConnections() == 1 && router.backend().connections() == 1;
  }

  private boolean isConnectionClosed() {
    return router.backend().connections() == 0;
  }
}
