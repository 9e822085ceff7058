package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.requestrouter.Alone;
import org.requestrouter.config.RuleConfig;

/** Ten thousand clients that wait for one response. */
@Alone
class CoalescedCrowdTest extends CoalescingProtocolTest {
  private static final int SESSIONS = 100;
  private static final int STREAMS = 100;
  private static final int ALL = SESSIONS * STREAMS;

  private final HTTP2Client client = new HTTP2Client();
  private final AtomicInteger answers = new AtomicInteger();

  @AfterEach
  void stopClients() {
    LifeCycle.stop(client);
  }

  /** Counts the answers that are complete and right. */
  private final class Answer implements Stream.Listener {
    private final StringBuilder content = new StringBuilder();

    @Override
    public void onHeaders(Stream stream, HeadersFrame frame) {
      stream.demand();
    }

    @Override
    public void onDataAvailable(Stream stream) {
      Stream.Data data = stream.readData();
      if (data == null) {
        stream.demand();
        return;
      }
      content.append(StandardCharsets.UTF_8.decode(data.frame().getByteBuffer()));
      boolean end = data.frame().isEndStream();
      data.release();
      if (end && content.toString().equals("news")) {
        answers.incrementAndGet();
      } else if (!end) {
        stream.demand();
      }
    }
  }

  private Session session() throws Exception {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), router.port());
    return client
        .connect(address, new Session.Listener() {})
        .get(Wire.STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void poll(Session session, int number) {
    HttpURI uri = HttpURI.from("http://test:" + router.port() + "/poll?_=" + number);
    MetaData.Request request =
        new MetaData.Request("GET", uri, HttpVersion.HTTP_2, HttpFields.EMPTY);
    session.newStream(new HeadersFrame(request, null, true), Promise.noop(), new Answer());
  }

  @Test
  void tenThousandClientsHoldOneConnectionToTheServerAndAllAreAnswered() throws Exception {
    assumeTrue(door != Door.WEBAPP, "waits alike in any context of the servlet");
    start(
        (routing, backend, server) -> {
          backend.setServerTimeout("5m");
          RuleConfig rule = routing.useBackend("b");
          rule.coalesce().setIgnoredParameters("_");
        },
        (server, component) -> {
          HttpConnectionFactory http =
              server.getConnectors()[0].getConnectionFactory(HttpConnectionFactory.class);
          ((ServerConnector) server.getConnectors()[0])
              .addConnectionFactory(new HTTP2CServerConnectionFactory(http.getHttpConfiguration()));
        });
    client.setIdleTimeout(0);
    client.setStreamIdleTimeout(0);
    client.start();
    for (int i = 0; i < SESSIONS; i++) {
      Session session = session();
      for (int j = 0; j < STREAMS; j++) poll(session, i * STREAMS + j);
    }
    await().atMost(Duration.ofSeconds(50)).until(() -> router.backend().followers() == ALL);
    Wire server = upstream.accept();
    server.readRequest();
    assertEquals(1, router.inFlight());
    assertEquals(1, router.connections());
    assertEquals(0, router.buffersInUse());
    server.send(response("news"));
    await().atMost(Duration.ofSeconds(50)).until(() -> answers.get() == ALL);
    await().atMost(Wire.STEP).until(() -> router.counter("backend.b.coalesced") == ALL - 1);
    assertEquals(1, upstream.connections());
  }
}
