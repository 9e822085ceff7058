package org.requestrouter.examples.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A connection to the back end: requests in, what they are answered with out. */
final class ServedConnection {
  private static final byte[] NONE = {};
  private static final int END_OF_HEADER = 0x0d0a0d0a;

  /** Answers a request, now or later. */
  interface Answering {
    void answer(ServedConnection connection, RequestHead head) throws IOException;
  }

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Answering answering;
  private byte[] headPart = NONE;
  private RequestHead head;
  private ContentSkipper content;
  private Payload payload;
  private ByteBuffer output;
  private long repeated;
  private boolean last;
  private EchoSocket socket;

  ServedConnection(SocketChannel channel, SelectionKey key, Answering answering) {
    this.channel = channel;
    this.key = key;
    this.answering = answering;
  }

  /** Reads what is there, by way of the buffer that all connections share. */
  void read(ByteBuffer buffer) throws IOException {
    buffer.clear();
    if (channel.read(buffer) < 0) {
      throw new IOException("end of input");
    }
    buffer.flip();
    if (socket != null) {
      socket.read(this, buffer);
      return;
    }
    while (buffer.hasRemaining()) {
      if (head == null && !readHead(buffer)) {
        return;
      }
      if (!content.skip(buffer)) {
        return;
      }
      RequestHead complete = head;
      head = null;
      last = complete.close();
      answering.answer(this, complete);
    }
  }

  private boolean readHead(ByteBuffer buffer) {
    int window = 0;
    byte[] bytes = new byte[headPart.length + buffer.remaining()];
    System.arraycopy(headPart, 0, bytes, 0, headPart.length);
    int start = buffer.position();
    buffer.get(bytes, headPart.length, buffer.remaining());
    for (int i = 0; i < bytes.length; i++) {
      window = window << 8 | bytes[i];
      if (window == END_OF_HEADER) {
        buffer.position(start + i + 1 - headPart.length);
        head = RequestHead.parse(new String(bytes, 0, i + 1, StandardCharsets.ISO_8859_1));
        content = new ContentSkipper(head.length());
        headPart = NONE;
        return true;
      }
    }
    headPart = bytes;
    return false;
  }

  /** Sends, as far as the other side takes it; the rest follows when it takes more. */
  void send(Payload next) throws IOException {
    payload = next;
    output = last ? Payloads.closing(next.first()) : next.first().duplicate();
    repeated = 0;
    write();
  }

  /** Answers a handshake; from now on frames come. */
  void upgrade(EchoSocket next, Payload answer) throws IOException {
    socket = next;
    send(answer);
  }

  /** Sends bytes that are not this connection's to keep. */
  void send(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      send(Payloads.raw(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip()));
    }
  }

  void write() throws IOException {
    while (payload != null) {
      channel.write(output);
      if (output.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return;
      }
      if (repeated < payload.repeats()) {
        repeated++;
        output = payload.block().duplicate();
      } else {
        payload = null;
      }
    }
    if ((key.interestOps() & SelectionKey.OP_WRITE) != 0) {
      key.interestOps(SelectionKey.OP_READ);
    }
    if (last) {
      throw new IOException("last response sent");
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException x) {
      System.err.println("close: " + x);
    }
  }
}
