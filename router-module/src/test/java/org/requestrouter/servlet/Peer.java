package org.requestrouter.servlet;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One end of a raw connection, client or server, with a bound on every wait. */
final class Peer implements AutoCloseable {
  static final int PATIENCE = 15_000;

  private final Socket socket;
  private final InputStream in;

  Peer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    socket.setSoTimeout(PATIENCE);
    socket.setTcpNoDelay(true);
  }

  static Peer connect(int port) throws IOException {
    return new Peer(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  Peer send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Peer send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends one chunk of a chunked message. */
  Peer chunk(String text) throws IOException {
    return send(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  Peer get(String target, String... fields) throws IOException {
    return send("GET " + target + " HTTP/1.1\r\nHost: client.test\r\n" + lines(fields) + "\r\n");
  }

  Peer post(String target, String content, String... fields) throws IOException {
    return send(
        "POST "
            + target
            + " HTTP/1.1\r\nHost: client.test\r\nContent-Length: "
            + content.length()
            + "\r\n"
            + lines(fields)
            + "\r\n"
            + content);
  }

  private static String lines(String... fields) {
    return fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
  }

  /** Reads a header, up to and with its empty line. */
  String head() throws IOException {
    return until("\r\n\r\n");
  }

  /** Reads up to and with the given end. */
  String until(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end, Math.max(0, text.length() - end.length())) < 0) {
      text.append((char) readByte());
    }
    return text.toString();
  }

  private int readByte() throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException();
    }
    return read;
  }

  /** The content that follows the header, as a stream that ends where it ends. */
  InputStream content(String head) {
    String length = field(head, "content-length");
    if (length != null) {
      return new Framed(Long.parseLong(length), false);
    }
    if ("chunked".equals(field(head, "transfer-encoding"))) {
      return new Framed(0, true);
    }
    return "close".equals(field(head, "connection")) ? in : InputStream.nullInputStream();
  }

  String text(String head) throws IOException {
    return new String(content(head).readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** The value of a field, or null. */
  static String field(String head, String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).trim())
        .findFirst()
        .orElse(null);
  }

  static int status(String head) {
    return Integer.parseInt(head.substring(9, 12));
  }

  /** Reads to the end; an exception if that is a reset. */
  byte[] rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toByteArray();
  }

  /** Ends the connection with a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private final class Framed extends InputStream {
    private long left;
    private boolean chunked;
    private boolean started;

    Framed(long length, boolean chunked) {
      this.left = length;
      this.chunked = chunked;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0 && chunked) {
        if (started) {
          // The end of a chunk may come with the next one only.
          line();
        }
        started = true;
        left = Long.parseLong(line(), 16);
        if (left == 0) {
          chunked = false;
          while (!line().isEmpty()) {
            // Trailers.
          }
        }
      }
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, offset, (int) Math.min(left, length));
      if (read < 0) {
        throw new EOFException("content ends too early");
      }
      left -= read;
      return read;
    }

    @Override
    public int available() {
      return 0;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int read = readByte(); read != '\n'; read = readByte()) {
        line.append((char) read);
      }
      return line.toString().trim();
    }
  }
}
