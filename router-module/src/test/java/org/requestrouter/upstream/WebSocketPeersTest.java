package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.client.CoreClientUpgradeRequest;
import org.eclipse.jetty.websocket.core.client.WebSocketCoreClient;
import org.eclipse.jetty.websocket.core.exception.UpgradeException;
import org.eclipse.jetty.websocket.core.server.FrameHandlerFactory;
import org.eclipse.jetty.websocket.core.server.WebSocketCreator;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.protocol.Forgotten;

/**
 * Jetty's own WebSockets through the router, from clients of HTTP/1.1 and HTTP/2 to servers of
 * every scheme: the two ends negotiate with each other.
 */
@ParameterizedClass(name = "{0} to {1}")
@CsvSource({
  "HTTP/1.1,HTTP",
  "HTTP/1.1,HTTPS",
  "HTTP/1.1,H2C",
  "HTTP/2,HTTP",
  "HTTP/2,HTTPS",
  "HTTP/2,H2C"
})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebSocketPeersTest {
  @Parameter(0)
  String version;

  @Parameter(1)
  Carrier carrier;

  private final BlockingQueue<SocketPeer> accepted = new LinkedBlockingQueue<>();
  private final BlockingQueue<Forgotten> asked = new LinkedBlockingQueue<>();
  private WebSocketUpgradeHandler sockets;
  private BackEnd backEnd;
  private TestRouter router;
  private WebSocketCoreClient client;

  @BeforeEach
  void start() throws Exception {
    sockets = new WebSocketUpgradeHandler();
    WebSocketCreator creator =
        (request, response, callback) -> {
          response.setAcceptedSubProtocol("chat");
          return new SocketPeer(true);
        };
    FrameHandlerFactory factory =
        (created, request, response) -> {
          accepted.add((SocketPeer) created);
          return (SocketPeer) created;
        };
    sockets.addMapping("/echo", WebSocketNegotiator.from(creator, factory));
    sockets.start();
    Certificate certificate = Certificate.shared();
    backEnd =
        new BackEnd(
            carrier,
            certificate.store(),
            (request, response, callback) -> {
              if (request.getHttpURI().getPath().equals("/forbidden")) {
                Response.writeError(request, response, callback, 403);
              } else if (request.getHttpURI().getPath().equals("/plain")) {
                callback.succeeded();
              } else {
                asked.add(new Forgotten(router.backend()));
                sockets.handle(request, response, callback);
              }
            });
    RoutingConfig config = new RoutingConfig();
    config.setDefaultBackend("b");
    carrier.trust(
        TestRouter.patient(config.backend("b")).server("s", carrier.uri(backEnd.port())),
        certificate.store());
    router = new TestRouter(config);
    client =
        version.equals("HTTP/2")
            ? new WebSocketCoreClient(
                new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client())), null)
            : new WebSocketCoreClient();
    client.addBean(new TunnelLeft());
    client.start();
  }

  @AfterEach
  void stopAndExpectNothingLeft() throws Exception {
    client.stop();
    try {
      router.close();
    } finally {
      backEnd.close();
      sockets.stop();
    }
  }

  private CoreSession connect(SocketPeer peer, String path) throws Exception {
    URI uri = URI.create("ws://localhost:" + router.port() + path);
    CoreClientUpgradeRequest request = CoreClientUpgradeRequest.from(client, uri, peer);
    request.setSubProtocols(List.of("other", "chat"));
    request.addExtensions("permessage-deflate");
    return within(client.connect(request));
  }

  private static <T> T within(CompletableFuture<T> future) throws Exception {
    return future.get(TestRouter.STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private SocketPeer server() throws InterruptedException {
    return accepted.poll(TestRouter.STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Test
  void endsNegotiateAndTalk() throws Exception {
    SocketPeer peer = new SocketPeer(false);
    CoreSession session = connect(peer, "/echo");
    assertEquals("chat", session.getNegotiatedSubProtocol());
    assertEquals("permessage-deflate", session.getNegotiatedExtensions().get(0).getName());
    byte[] text = "grüße".getBytes(StandardCharsets.UTF_8);
    peer.send(OpCode.TEXT, text);
    assertArrayEquals(text, SocketPeer.payload(peer.next()));
    byte[] large = new byte[60_000];
    new Random(7).nextBytes(large);
    for (int i = 0; i < 20; i++) {
      peer.send(OpCode.BINARY, large);
    }
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(large, peer.nextMessage());
    }
    peer.send(OpCode.PING, text);
    assertEquals(OpCode.PONG, peer.next().getOpCode());
    assertEquals(1, router.backend().inFlight());
    awaitEndOfExchange();
    Forgotten tunnel = new Forgotten(router.backend());
    session.close(4001, "done", Callback.NOOP);
    CloseStatus seen = within(server().closed);
    assertEquals(4001, seen.getCode());
    assertEquals("done", seen.getReason());
    assertEquals(4001, within(peer.closed).getCode());
    tunnel.awaitEnd();
  }

  /** Jetty's client of HTTP/2 keeps a request as long as its stream, and with it the exchange. */
  private void awaitEndOfExchange() {
    if (carrier != Carrier.H2C) {
      asked.remove().awaitEnd();
    }
  }

  @Test
  void manySocketsLeaveNothingBehind() throws Exception {
    for (int i = 0; i < 150; i++) {
      SocketPeer peer = new SocketPeer(false);
      CoreSession session = connect(peer, "/echo");
      peer.send(OpCode.TEXT, (byte) 'x');
      assertEquals('x', peer.nextMessage()[0]);
      session.close(1000, null, Callback.NOOP);
      within(peer.closed);
    }
    await().until(() -> router.backend().inFlight() == 0);
    router.awaitQuiet();
    assertTrue(backEnd.connections() <= 1, backEnd.connections() + " connections");
  }

  @Test
  void departureOfTheClientEndsTheServersSide() throws Exception {
    SocketPeer peer = new SocketPeer(false);
    CoreSession session = connect(peer, "/echo");
    session.abort();
    within(server().closed);
    awaitEndOfExchange();
  }

  /** More of them than an HTTP/2 connection may have streams at a time. */
  @Test
  void manyDeparturesLeaveNothingBehind() throws Exception {
    for (int i = 0; i < 150; i++) {
      SocketPeer peer = new SocketPeer(false);
      CoreSession session = connect(peer, "/echo");
      // The server's socket is not told of an end that comes before it has opened.
      peer.send(OpCode.TEXT, (byte) 'x');
      assertEquals('x', peer.nextMessage()[0]);
      SocketPeer server = server();
      session.abort();
      within(server.closed);
    }
    endsNegotiateAndTalk();
    await().until(() -> router.backend().inFlight() == 0);
    router.awaitQuiet();
  }

  @Test
  void departureOfTheServerEndsTheClientsSide() throws Exception {
    SocketPeer peer = new SocketPeer(false);
    connect(peer, "/echo");
    within(server().session).abort();
    within(peer.closed);
    awaitEndOfExchange();
  }

  @Test
  void refusalReachesTheClient() {
    assertEquals(403, status("/forbidden"));
  }

  @Test
  void successThatIsNoUpgradeOpensNoTunnel() {
    // For a client of HTTP/2 every success would be an open tunnel.
    boolean http1 = version.equals("HTTP/1.1");
    if (carrier != Carrier.H2C) {
      assertEquals(http1 ? 200 : 502, status("/plain"));
    }
  }

  private int status(String path) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> connect(new SocketPeer(false), path));
    return assertInstanceOf(UpgradeException.class, failure.getCause()).getResponseStatusCode();
  }

  /**
   * Jetty's HTTP client takes what a server says in an HTTP/2 tunnel for the content of its
   * response, and drops it, unless somebody is there who should read it.
   */
  private static final class TunnelLeft implements Request.Listener {
    @Override
    public void onBegin(Request request) {
      request.onResponseContentSource(
          (response, content) -> {
            boolean tunnel =
                response.getStatus() == 101
                    || (response.getVersion() == HttpVersion.HTTP_2 && response.getStatus() == 200);
            if (!tunnel) {
              Content.Source.consumeAll(content, Callback.NOOP);
            }
          });
    }
  }
}
