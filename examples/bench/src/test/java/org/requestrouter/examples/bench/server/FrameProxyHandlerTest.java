package org.requestrouter.examples.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrameProxyHandlerTest {
  private static final String HANDSHAKE =
      "GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  private Server server;
  private Server proxy;

  @BeforeEach
  void start() throws Exception {
    WebSocketUpgradeHandler echo = new WebSocketUpgradeHandler();
    echo.addMapping("/socket", new Echoing());
    server = start(echo);
    proxy = start(new FrameProxyHandler(port(server), 8, 10_000, null));
  }

  private static Server start(Handler handler) throws Exception {
    Server started = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    started.setHandler(handler);
    started.start();
    return started;
  }

  private static int port(Server server) {
    return ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
  }

  @AfterEach
  void stop() {
    LifeCycle.stop(proxy);
    LifeCycle.stop(server);
  }

  @Test
  void framesComeBackAndSoDoesTheClose() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port(proxy))) {
      client.setSoTimeout(10_000);
      send(client, HANDSHAKE);
      String head = receive(client, "\r\n\r\n");
      assertTrue(head.startsWith("HTTP/1.1 101 "), head);
      assertTrue(head.toLowerCase(Locale.ROOT).contains("s3pplmbitxaq9kygzzhzrbk+xoo="), head);
      // Masked with zeros.
      send(client, "\u0081\u0083\0\0\0\0one\u0081\u0083\0\0\0\0two");
      assertEquals("\u0081\u0003one\u0081\u0003two", receive(client, "two"));
      send(client, "\u0088\u0082\0\0\0\0\u0003\u00e8");
      assertEquals("\u0088\u0002\u0003\u00e8", receive(client, "\u00e8"));
      assertEquals(-1, client.getInputStream().read());
    }
  }

  private static void send(Socket client, String latin1) throws Exception {
    client.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String receive(Socket client, String end) throws Exception {
    StringBuilder received = new StringBuilder();
    while (!received.toString().endsWith(end)) {
      int read = client.getInputStream().read();
      assertTrue(read >= 0, () -> "ended after " + received);
      received.append((char) read);
    }
    return received.toString();
  }

  private static final class Echoing extends WebSocketNegotiator.AbstractNegotiator {
    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      return new Echo();
    }
  }

  private static final class Echo implements FrameHandler {
    private CoreSession session;

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
      session = opened;
      callback.succeeded();
      opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
      Callback sent = Callback.from(callback, session::demand);
      session.sendFrame(Frame.copy(frame).setMask(null), sent, false);
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
      callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
      callback.succeeded();
    }
  }
}
