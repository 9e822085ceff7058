package org.requestrouter.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.requestrouter.protocol.Field;
import org.requestrouter.protocol.Wire;

/** A client of HTTP/2 with a session of its own. */
final class Http2Client implements Client {
  /** How much content of a stream comes before a test reads any. */
  static final int WINDOW = 64 * 1024;

  private static final HTTP2Client SESSIONS = start();

  private final CompletableFuture<Void> closed;
  private final Session session;
  private final String scheme;

  private Http2Client(Session session, String scheme, CompletableFuture<Void> closed) {
    this.session = session;
    this.scheme = scheme;
    this.closed = closed;
  }

  private static HTTP2Client start() {
    HTTP2Client client = new HTTP2Client();
    // Or a client that reads nothing gets 8 MiB all the same.
    client.setInitialStreamRecvWindow(WINDOW);
    try {
      client.start();
      return client;
    } catch (Exception x) {
      throw new IllegalStateException(x);
    }
  }

  /** Notes the end of the session. */
  private record Ending(CompletableFuture<Void> closed) implements Session.Listener {
    @Override
    public void onClose(Session ended, GoAwayFrame frame, Callback callback) {
      closed.complete(null);
      callback.succeeded();
    }

    @Override
    public void onFailure(Session ended, Throwable failure, Callback callback) {
      closed.complete(null);
      callback.succeeded();
    }
  }

  /** Connects in clear text, with prior knowledge. */
  static Http2Client h2c(int port) throws IOException {
    return connect(null, port);
  }

  /** Connects over TLS, where ALPN chooses the protocol. */
  static Http2Client h2(int port, SslContextFactory.Client tls) throws IOException {
    return connect(tls, port);
  }

  private static Http2Client connect(SslContextFactory.Client tls, int port) throws IOException {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Session session =
        Http2End.within(SESSIONS.connect(tls, address, new Ending(closed)), Wire.STEP);
    return new Http2Client(session, tls == null ? "http" : "https", closed);
  }

  /** Asks on a connection of HTTP/1.1 for HTTP/2 (RFC 7540, 3.2), with a GET of that target. */
  static Http2Client upgrade(int port, String target, CompletableFuture<End> answer)
      throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.socket().setTcpNoDelay(true);
    requestUpgrade(channel.socket(), target);
    CompletableFuture<Void> closed = new CompletableFuture<>();
    CompletableFuture<Session> session = new CompletableFuture<>();
    // Before anything is read of the session: the answer comes on its first stream.
    Promise<Session> opened =
        Promise.from(
            created -> {
              answer.complete(firstStream((HTTP2Session) created, target));
              session.complete(created);
            },
            session::completeExceptionally);
    SESSIONS.accept(null, channel, new Ending(closed), opened);
    return new Http2Client(Http2End.within(session, Wire.STEP), "http", closed);
  }

  private static void requestUpgrade(Socket socket, String target) throws IOException {
    // Not by the socket's streams with a time limit, which need its channel to block.
    StringBuilder head = new StringBuilder();
    String fields = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n";
    String request =
        "GET " + target + " HTTP/1.1\r\nHost: " + Request.HOST + "\r\n" + fields + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    while (!head.toString().endsWith("\r\n\r\n")) {
      int read = socket.getInputStream().read();
      if (read < 0) {
        throw new IOException("no upgrade: " + head);
      }
      head.append((char) read);
    }
    assertEquals("HTTP/1.1 101 ", head.substring(0, 13));
  }

  private static End firstStream(HTTP2Session session, String target) {
    Http2End end = new Http2End();
    HeadersFrame frame = frame("http", new Request("GET", target, 0));
    return end.on(session.newUpgradeStream(frame, end, x -> {}));
  }

  private static HeadersFrame frame(String scheme, Request request) {
    HttpFields.Mutable fields = HttpFields.build();
    for (String line : request.fieldLines()) {
      Field field = Field.parse(line);
      fields.add(field.name(), field.value());
    }
    if (request.length() > 0) {
      fields.put("Content-Length", Long.toString(request.length()));
    }
    HttpURI uri = HttpURI.from(scheme + "://" + Request.HOST + request.target());
    MetaData.Request metaData =
        new MetaData.Request(request.method(), uri, HttpVersion.HTTP_2, fields);
    return new HeadersFrame(metaData, null, request.length() == 0);
  }

  @Override
  public Http2End send(Request request) throws IOException {
    Http2End end = new Http2End();
    Stream stream = Http2End.within(session.newStream(frame(scheme, request), end), Wire.STEP);
    return end.on(stream);
  }

  /** An extended CONNECT (RFC 8441). */
  @Override
  public Http2End webSocket(String target) throws IOException {
    Http2End end = new Http2End();
    HttpFields fields = HttpFields.build().put("Sec-WebSocket-Version", "13");
    MetaData.Request connect =
        new MetaData.ConnectRequest(
            scheme, new HostPortHttpField(Request.HOST), target, fields, "websocket");
    Stream stream =
        Http2End.within(session.newStream(new HeadersFrame(connect, null, false), end), Wire.STEP);
    return end.on(stream);
  }

  @Override
  public void expectClosed(Duration limit) throws IOException {
    Http2End.within(closed, limit);
  }

  @Override
  public void close() {
    session.close(0, null, Callback.NOOP);
  }
}
