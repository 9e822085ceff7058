package org.requestrouter.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A server of small responses on one thread, which can let requests wait, and sends the bytes of
 * upgraded connections back.
 */
final class BackEnd implements AutoCloseable {
  /** The byte that ends a response, and is nowhere else in it. */
  static final byte END = '~';

  /** The path whose requests wait for {@link #release}. */
  static final String HOLD = "/hold";

  /** The path whose response is in chunks. */
  static final String CHUNKED = "/chunked";

  /** The path whose connections are upgraded. */
  static final String SOCKET = "/socket";

  private static final String CONTENT = "x".repeat(99) + (char) END;
  private static final ByteBuffer PLAIN_RESPONSE =
      response("Content-Length: " + CONTENT.length(), CONTENT);
  private static final ByteBuffer CHUNKED_RESPONSE =
      response("Transfer-Encoding: chunked", "64\r\n" + CONTENT + "\r\n0\r\n\r\n");

  private static final ByteBuffer SWITCHING =
      ByteBuffer.wrap(
          ("HTTP/1.1 101 Switching Protocols\r\n"
                  + "Connection: Upgrade\r\n"
                  + "Upgrade: websocket\r\n"
                  + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));

  private final ServerSocketChannel listener = ServerSocketChannel.open();
  private final Selector selector = Selector.open();
  private final Queue<SocketChannel> held = new ConcurrentLinkedQueue<>();
  private final ByteBuffer request = ByteBuffer.allocate(4096);
  private final Thread thread = new Thread(this::run, "back-end");
  private volatile boolean closing;

  BackEnd() throws IOException {
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    thread.setDaemon(true);
    thread.start();
  }

  private static ByteBuffer response(String framing, String content) {
    String head =
        "HTTP/1.1 200 OK\r\n"
            + "Server: back-end\r\n"
            + "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
            + "Content-Type: text/plain\r\n"
            + framing
            + "\r\n\r\n";
    return ByteBuffer.wrap((head + content).getBytes(StandardCharsets.US_ASCII));
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  /** How many requests wait. */
  int held() {
    return held.size();
  }

  /** Answers all requests that wait. */
  void release() throws IOException {
    for (SocketChannel channel = held.poll(); channel != null; channel = held.poll()) {
      channel.write(PLAIN_RESPONSE.duplicate());
    }
  }

  private void run() {
    try {
      while (!closing) {
        selector.select(this::selected);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  private void selected(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        serve(key, (SocketChannel) key.channel());
      }
    } catch (IOException x) {
      // The router has closed the connection.
      key.cancel();
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = listener.accept();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.register(selector, SelectionKey.OP_READ);
  }

  /** Requests are small, and come in one piece from a router that writes them so. */
  private void serve(SelectionKey key, SocketChannel channel) throws IOException {
    request.clear();
    if (channel.read(request) < 0) {
      channel.close();
      return;
    }
    if (key.attachment() == SWITCHING) {
      channel.write(request.flip());
      return;
    }
    String line = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
    if (line.startsWith("GET " + HOLD + " ")) {
      held.add(channel);
    } else if (line.startsWith("GET " + SOCKET + " ")) {
      key.attach(SWITCHING);
      channel.write(SWITCHING.duplicate());
    } else {
      boolean chunked = line.startsWith("GET " + CHUNKED + " ");
      channel.write((chunked ? CHUNKED_RESPONSE : PLAIN_RESPONSE).duplicate());
    }
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
  }
}
