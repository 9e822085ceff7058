package org.requestrouter.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpTester;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InlineConnectionsTest {
  private static final int REQUESTS = 20;

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);

  @BeforeEach
  void startServer() throws Exception {
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            // Completes on another thread, later, as a response from another server would.
            request
                .getComponents()
                .getScheduler()
                .schedule(() -> answer(request, response, callback), 5, TimeUnit.MILLISECONDS);
            return true;
          }
        });
    InlineConnections.install(server);
    server.start();
  }

  @AfterEach
  void stopServer() throws Exception {
    server.stop();
  }

  @Test
  void theStockFactoryIsReplacedAndKeepsItsSettings() {
    HttpConnectionFactory factory = connector.getConnectionFactory(HttpConnectionFactory.class);

    assertInstanceOf(InlineConnectionFactory.class, factory);
    assertEquals("http/1.1", connector.getDefaultProtocol().toLowerCase(Locale.ROOT));
  }

  @Test
  void aFactoryOfAnotherClassStays() {
    Server other = new Server();
    HttpConnectionFactory own = new HttpConnectionFactory() {};
    ServerConnector kept = new ServerConnector(other, own);
    other.addConnector(kept);

    InlineConnections.install(other);

    assertSame(own, kept.getConnectionFactory(HttpConnectionFactory.class));
  }

  @Test
  void theCacheOfRequestFieldsIsOffUnlessItsSizeIsConfigured() {
    Server other = new Server();
    ServerConnector byDefault = new ServerConnector(other, new HttpConnectionFactory());
    HttpConfiguration configured = new HttpConfiguration();
    configured.setHeaderCacheSize(256);
    ServerConnector byWish = new ServerConnector(other, new HttpConnectionFactory(configured));
    other.addConnector(byDefault);
    other.addConnector(byWish);

    InlineConnections.install(other);

    assertEquals(0, cacheSize(byDefault));
    assertEquals(256, cacheSize(byWish));
  }

  private static int cacheSize(ServerConnector connector) {
    return connector
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .getHeaderCacheSize();
  }

  @Test
  void asynchronousResponsesResumeWithoutChangingThreads() throws Exception {
    try (Socket socket = connect()) {
      for (int i = 0; i < REQUESTS; i++) {
        send(socket, "GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertEquals("/" + i, receive(socket));
      }
    }
    assertResumes();
  }

  /** The client may be faster with its next request than this with its resume, now and then. */
  private void assertResumes() {
    InlineConnectionFactory factory = connector.getConnectionFactory(InlineConnectionFactory.class);
    assertTrue(
        factory.getResumes() > REQUESTS / 2, "resumes without a hop: " + factory.getResumes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 0\r\n\r\n",
        "Content-Length: 3\r\n\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
      })
  void requestsWithContentResumeWithoutChangingThreadsToo(String rest) throws Exception {
    try (Socket socket = connect()) {
      for (int i = 0; i < REQUESTS; i++) {
        send(socket, "POST /" + i + " HTTP/1.1\r\nHost: h\r\n" + rest);
        assertEquals("/" + i, receive(socket));
      }
    }
    assertResumes();
  }

  @Test
  void pipelinedRequestsWithContentAreAllAnsweredInOrder() throws Exception {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < REQUESTS; i++) {
      requests
          .append("POST /")
          .append(i)
          .append(" HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
    }
    try (Socket socket = connect()) {
      send(socket, requests.toString());
      for (int i = 0; i < REQUESTS; i++) {
        assertEquals("/" + i, receive(socket));
      }
    }
  }

  @Test
  void pipelinedRequestsAreAllAnsweredInOrder() throws Exception {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < REQUESTS; i++) {
      requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    try (Socket socket = connect()) {
      send(socket, requests.toString());
      for (int i = 0; i < REQUESTS; i++) {
        assertEquals("/" + i, receive(socket));
      }
    }
  }

  private Socket connect() throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    socket.setSoTimeout(15_000);
    return socket;
  }

  private static void send(Socket socket, String request) throws Exception {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads byte by byte, so that nothing of the next response is lost. */
  private static String receive(Socket socket) throws Exception {
    InputStream in = socket.getInputStream();
    StringBuilder header = new StringBuilder();
    while (!header.toString().endsWith("\r\n\r\n")) {
      header.append((char) in.read());
    }
    HttpTester.Response response = HttpTester.parseResponse(header.toString());
    assertEquals(200, response.getStatus());
    byte[] content = in.readNBytes((int) response.getLongField("Content-Length"));
    return new String(content, StandardCharsets.US_ASCII);
  }

  private static void answer(Request request, Response response, Callback callback) {
    Runnable write =
        () -> Content.Sink.write(response, true, request.getHttpURI().getPath(), callback);
    Content.Source.consumeAll(request, Callback.from(write, callback::failed));
  }
}
