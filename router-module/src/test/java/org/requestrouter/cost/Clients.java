package org.requestrouter.cost;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Connections of clients that are kept alive, and do all the same thing at the same time. */
final class Clients implements AutoCloseable {
  /** A WebSocket's text of 100 bytes, masked with zeros, which ends like a response. */
  private static final ByteBuffer MESSAGE = message();

  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer response = ByteBuffer.allocateDirect(4096);

  Clients(int port, int count) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channels.add(channel);
    }
  }

  private static ByteBuffer message() {
    byte[] frame = new byte[106];
    Arrays.fill(frame, (byte) 'x');
    System.arraycopy(new byte[] {(byte) 0x81, (byte) (0x80 | 100), 0, 0, 0, 0}, 0, frame, 0, 6);
    frame[frame.length - 1] = BackEnd.END;
    return ByteBuffer.wrap(frame);
  }

  int count() {
    return channels.size();
  }

  /** Sends that many requests on each connection, each when the one before is answered by all. */
  Clients get(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      send("/");
      receive();
    }
    return this;
  }

  /** Makes each connection a WebSocket. */
  Clients upgrade() throws IOException {
    send(
        BackEnd.SOCKET,
        "Connection: Upgrade\r\n"
            + "Upgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    receive((byte) '\n');
    return this;
  }

  /** Sends that many messages on each WebSocket, each when the one before is back on all. */
  Clients echo(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      send(MESSAGE);
      receive();
    }
    return this;
  }

  /** Sends a request on each connection. */
  void send(String path) throws IOException {
    send(path, "");
  }

  private void send(String path, String fields) throws IOException {
    String text =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: guard\r\nAccept: */*\r\n"
            + fields
            + "\r\n";
    send(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private void send(ByteBuffer bytes) throws IOException {
    for (SocketChannel channel : channels) {
      channel.write(bytes.duplicate());
    }
  }

  /** Receives a response, or a message, on each connection. */
  void receive() throws IOException {
    receive(BackEnd.END);
  }

  private void receive(byte end) throws IOException {
    for (SocketChannel channel : channels) {
      response.clear();
      while (response.position() == 0 || response.get(response.position() - 1) != end) {
        if (channel.read(response) < 0) {
          throw new EOFException("no response");
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
