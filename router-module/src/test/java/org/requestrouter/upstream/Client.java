package org.requestrouter.upstream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client of raw bytes; whatever it waits for comes within a step or fails the test. */
final class Client implements AutoCloseable {

  /** The header of a message: its first line and its fields as they came. */
  record Head(String line, List<String> fields) {
    int status() {
      return Integer.parseInt(line.substring(9, 12));
    }

    String field(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return fields.stream()
          .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(field -> field.substring(prefix.length()).trim())
          .findFirst()
          .orElse(null);
    }
  }

  private final Socket socket = new Socket();
  private final InputStream in;

  Client(int port, int receiveBuffer) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) TestRouter.STEP.toMillis());
    in = new BufferedInputStream(socket.getInputStream());
  }

  Client(int port) throws IOException {
    this(port, 0);
  }

  int localPort() {
    return socket.getLocalPort();
  }

  Client send(String latin1) throws IOException {
    return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  Client send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends a request line with a Host and the given further fields. */
  Client request(String methodAndTarget, String... fields) throws IOException {
    String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
    return send(methodAndTarget + " HTTP/1.1\r\nHost: test.example\r\n" + more + "\r\n");
  }

  Client chunk(String content) throws IOException {
    return send(Integer.toHexString(content.length()) + "\r\n" + content + "\r\n");
  }

  Head head() throws IOException {
    String first = line();
    return new Head(first, fields());
  }

  List<String> fields() throws IOException {
    List<String> fields = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      fields.add(line);
    }
    return fields;
  }

  /** Reads content as the header frames it. */
  String content(Head head) throws IOException {
    String length = head.field("Content-Length");
    return length == null ? chunks() : content(Integer.parseInt(length));
  }

  /** Reads content of that many bytes. */
  String content(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(bytes.length + " of " + length);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Reads a chunk without the line that ends it, which comes with the next chunk. */
  String chunk() throws IOException {
    String size = line();
    if (size.isEmpty()) {
      size = line();
    }
    return content(Integer.parseInt(size, 16));
  }

  /** Reads chunks to the last one; fails with an EOFException if that does not come. */
  String chunks() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
      all.append(chunk);
    }
    return all.toString();
  }

  /** Reads what still comes, to the end of the connection. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  int read(byte[] bytes) throws IOException {
    return in.read(bytes);
  }

  /** Skips exactly that many bytes. */
  void skip(long count) throws IOException {
    in.skipNBytes(count);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int read;
    while ((read = in.read()) != '\n') {
      if (read < 0) {
        throw new EOFException("end in line: " + line);
      }
      if (read != '\r') {
        line.write(read);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Fails if a byte or the end comes within the time. */
  void expectSilence(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
    try {
      throw new AssertionError("came: " + in.read());
    } catch (SocketTimeoutException expected) {
      socket.setSoTimeout((int) TestRouter.STEP.toMillis());
    }
  }

  /** Ends only what this side sends. */
  void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Leaves without a word. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
