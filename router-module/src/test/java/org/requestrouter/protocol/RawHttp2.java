package org.requestrouter.protocol;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of HTTP/2 that sends any fields whatever, none of them compressed. */
final class RawHttp2 implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private final Socket socket;
  private final DataInputStream in;

  RawHttp2(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) Wire.STEP.toMillis());
    in = new DataInputStream(socket.getInputStream());
    socket.getOutputStream().write(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    frame(SETTINGS, 0, 0, new byte[0]);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    int length = payload.length;
    frame.writeBytes(new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length});
    frame.write(type);
    frame.write(flags);
    frame.writeBytes(new byte[] {0, 0, 0, (byte) stream});
    frame.writeBytes(payload);
    socket.getOutputStream().write(frame.toByteArray());
  }

  /** Sends a header of names and values in turn, as ISO-8859-1. */
  RawHttp2 headers(boolean last, String... fields) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      // Literal without indexing, with a literal name (RFC 7541, 6.2.2).
      block.write(0);
      literal(block, fields[i]);
      literal(block, fields[i + 1]);
    }
    frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), 1, block.toByteArray());
    return this;
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    block.write(text.length());
    block.writeBytes(ascii(text));
  }

  RawHttp2 data(boolean last, String content) throws IOException {
    frame(DATA, last ? END_STREAM : 0, 1, ascii(content));
    return this;
  }

  /** What the stream comes to: its status as a number, {@code reset} or {@code end}. */
  String outcome() {
    try {
      while (true) {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        in.readInt();
        byte[] payload = in.readNBytes(length);
        switch (type) {
          case SETTINGS -> {
            if ((flags & ACK) == 0) frame(SETTINGS, ACK, 0, new byte[0]);
          }
          case PING -> frame(PING, ACK, 0, payload);
          case HEADERS -> {
            return status(payload);
          }
          case RESET -> {
            return "reset";
          }
          case GO_AWAY -> {
            return "end";
          }
          default -> {}
        }
      }
    } catch (IOException e) {
      return "end";
    }
  }

  /** The status comes first, as an entry of the static table or with a literal value. */
  private static String status(byte[] block) {
    int at = 0;
    if ((block[0] & 0xE0) == 0x20) {
      // An update of the table's size (RFC 7541, 6.3).
      at = 1;
      while ((block[0] & 0x1F) == 0x1F && block[at++] < 0) {}
    }
    return switch (block[at] & 0xFF) {
      case 0x88 -> "200";
      case 0x8C -> "400";
      case 0x8D -> "404";
      case 0x8E -> "500";
      default -> new String(block, StandardCharsets.ISO_8859_1);
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
