package org.requestrouter;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpTester;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.requestrouter.config.RoutingConfig;

/** On which threads webapps that may block run, behind a door that never does. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebappThreadsTest {
  private static final boolean DISPATCHED = true;
  private static final boolean READER = false;

  private final Server backEnd = new Server();
  private final ServerConnector backEndConnector = new ServerConnector(backEnd, 1, 1);
  private final Server server = new Server(new QueuedThreadPool(16));
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final Webapp webapp = new Webapp();
  private final Outermost outermost = new Outermost();
  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    backEnd.addConnector(backEndConnector);
    backEnd.setHandler(new Routed());
    backEnd.start();
    RoutingConfig routing = new RoutingConfig();
    routing.backend("b").server("s", "http://127.0.0.1:" + backEndConnector.getLocalPort());
    routing.acl("x", "path_beg /x");
    routing.useBackend("b", "x");
    RequestRouter router = new RequestRouter(server, routing);
    RouterHandler door = new RouterHandler(router);
    door.setHandler(webapp);
    outermost.setHandler(door);
    server.addConnector(connector);
    server.addBean(router);
    server.setHandler(outermost);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    webapp.release.countDown();
    for (Socket socket : sockets) socket.close();
    server.stop();
    backEnd.stop();
  }

  @Test
  void onlyTheFirstRequestOfAConnectionIsDispatched() throws Exception {
    Socket socket = connect();
    for (int i = 0; i < 20; i++) assertEquals("webapp", get(socket, "/w"));
    List<Boolean> expected = new ArrayList<>(Collections.nCopies(20, READER));
    expected.set(0, DISPATCHED);
    assertEquals(expected, webapp.dispatched);
  }

  /**
   * The first after a routed one runs on whichever thread has come to it. That may leave the read
   * interest of the routed one for the second. The third finds nothing of it.
   */
  @Test
  void theThirdAfterARoutedRequestIsNotDispatched() throws Exception {
    Socket socket = connect();
    for (int i = 0; i < 10; i++) {
      assertEquals("routed", get(socket, "/x"));
      for (int j = 0; j < 3; j++) assertEquals("webapp", get(socket, "/w"));
      assertEquals(READER, webapp.dispatched.get(3 * i + 2));
    }
  }

  @Test
  void alternatingRequestsAreAllAnswered() throws Exception {
    Socket socket = connect();
    for (int i = 0; i < 50; i++) {
      assertEquals("webapp", get(socket, "/w"));
      assertEquals("routed", get(socket, "/x"));
    }
  }

  @Test
  void pipelinedRequestsOfBothKindsAreAnsweredInOrder() throws Exception {
    Socket socket = connect();
    assertEquals("webapp", get(socket, "/w"));
    for (int round = 0; round < 20; round++) {
      send(socket, "/w", "/x", "/w", "/w", "/x", "/w");
      for (String expected : List.of("webapp", "routed", "webapp", "webapp", "routed", "webapp"))
        assertEquals(expected, receive(socket));
    }
  }

  @Test
  void webappsThatBlockStopNoOtherConnection() throws Exception {
    List<Socket> blocked = new ArrayList<>();
    Socket routed = connect();
    Socket mixed = connect();
    assertEquals("routed", get(routed, "/x"));
    assertEquals("webapp", get(mixed, "/w"));
    for (int i = 0; i < 4; i++) {
      Socket socket = connect();
      assertEquals("webapp", get(socket, "/w"));
      send(socket, "/block");
      blocked.add(socket);
    }
    await().atMost(10, TimeUnit.SECONDS).until(() -> webapp.dispatched.size() == 9);
    assertEquals(4, Collections.frequency(webapp.dispatched, READER), "blocked as the reader");
    for (int i = 0; i < 20; i++) {
      assertEquals("routed", get(routed, "/x"));
      assertEquals("routed", get(mixed, "/x"));
      assertEquals("webapp", get(mixed, "/w"));
      assertEquals("webapp", get(connect(), "/w"));
    }
    webapp.release.countDown();
    for (Socket socket : blocked) assertEquals("webapp", receive(socket));
  }

  @Test
  void aWebappThatBlocksAfterARoutedRequestStopsNoOtherConnection() throws Exception {
    Socket blocked = connect();
    assertEquals("webapp", get(blocked, "/w"));
    assertEquals("routed", get(blocked, "/x"));
    send(blocked, "/block");
    assertOthersAreServedMeanwhile(blocked);
  }

  @Test
  void aWebappThatBlocksInOnePacketWithARoutedRequestStopsNoOtherConnection() throws Exception {
    Socket blocked = connect();
    assertEquals("webapp", get(blocked, "/w"));
    send(blocked, "/x", "/block");
    assertEquals("routed", receive(blocked));
    assertOthersAreServedMeanwhile(blocked);
  }

  private void assertOthersAreServedMeanwhile(Socket blocked) throws Exception {
    await().atMost(10, TimeUnit.SECONDS).until(() -> webapp.dispatched.size() == 2);
    Socket other = connect();
    for (int i = 0; i < 20; i++) assertEquals("routed", get(other, "/x"));
    webapp.release.countDown();
    assertEquals("webapp", receive(blocked));
  }

  @Test
  void aThreadThatIsNotTheReadersIsNotTakenForOneThatMayBlock() throws Exception {
    Socket socket = connect();
    assertEquals("webapp", get(socket, "/w"));
    assertEquals("webapp", get(socket, "/w/handed-over"));
    assertNotSame(outermost.thread, webapp.thread);
  }

  private Socket connect() throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    socket.setSoTimeout(10_000);
    sockets.add(socket);
    return socket;
  }

  private static String get(Socket socket, String path) throws Exception {
    send(socket, path);
    return receive(socket);
  }

  private static void send(Socket socket, String... paths) throws Exception {
    StringBuilder requests = new StringBuilder();
    for (String path : paths)
      requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: h\r\n\r\n");
    socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads byte by byte, so that nothing of the next response is lost. */
  private static String receive(Socket socket) throws Exception {
    InputStream in = socket.getInputStream();
    StringBuilder header = new StringBuilder();
    while (!header.toString().endsWith("\r\n\r\n")) header.append((char) in.read());
    HttpTester.Response response = HttpTester.parseResponse(header.toString());
    assertEquals(200, response.getStatus());
    byte[] content = in.readNBytes((int) response.getLongField("Content-Length"));
    return new String(content, StandardCharsets.US_ASCII);
  }

  /** Knows whether it runs on the thread that has read the request, below Jetty's connection. */
  private static final class Webapp extends Handler.Abstract {
    private final List<Boolean> dispatched = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile Thread thread;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      thread = Thread.currentThread();
      dispatched.add(HttpConnection.getCurrentConnection() == null ? DISPATCHED : READER);
      if (Request.getPathInContext(request).equals("/block")) release.await();
      Content.Sink.write(response, true, "webapp", callback);
      return true;
    }
  }

  private static final class Routed extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Sink.write(response, true, "routed", callback);
      return true;
    }
  }

  /** Hands some requests on from a thread of its own, as handlers that delay them do. */
  private static final class Outermost extends Handler.Wrapper {
    private volatile Thread thread;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (!Request.getPathInContext(request).endsWith("/handed-over")) {
        return super.handle(request, response, callback);
      }
      thread = new Thread(() -> handOver(request, response, callback));
      thread.start();
      // The reader, which may block, is still here when the other thread comes to the webapps.
      thread.join();
      return true;
    }

    private void handOver(Request request, Response response, Callback callback) {
      try {
        super.handle(request, response, callback);
      } catch (Exception x) {
        callback.failed(x);
      }
    }
  }
}
