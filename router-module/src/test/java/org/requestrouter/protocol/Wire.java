package org.requestrouter.protocol;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One end of a loopback connection. Every wait for bytes is bounded, and a wait that runs out is an
 * {@link AssertionError}, so that an {@link IOException} always means that the peer ended.
 */
public class Wire implements AutoCloseable {
  /** How the peer ended the connection. */
  public enum End {
    FIN,
    RESET
  }

  /** What comes at all comes by then, also on a machine that stalls for some seconds. */
  public static final Duration STEP = Duration.ofSeconds(15);

  private final Socket socket;
  private final InputStream in;

  public Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) STEP.toMillis());
  }

  int localPort() {
    return socket.getLocalPort();
  }

  /** From now on a wait for bytes ends only with the connection. */
  void waitWithoutEnd() throws IOException {
    socket.setSoTimeout(0);
  }

  /** Keeps the system from buffering much more than that many bytes at this end. */
  void limitBuffers(int bytes) throws IOException {
    socket.setSendBufferSize(bytes);
    socket.setReceiveBufferSize(bytes);
  }

  public Wire send(String latin1) throws IOException {
    return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  Wire send(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends each byte in a packet of its own. */
  Wire sendByteByByte(String latin1) throws IOException {
    for (byte b : latin1.getBytes(StandardCharsets.ISO_8859_1)) send(b);
    return this;
  }

  int read() throws IOException {
    try {
      return in.read();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing came within " + STEP, e);
    }
  }

  int read(byte[] into) throws IOException {
    try {
      return in.read(into);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing came within " + STEP, e);
    }
  }

  /** Reads exactly those bytes, and no further. */
  public void expect(String latin1) throws IOException {
    for (int i = 0; i < latin1.length(); i++)
      if (read() != latin1.charAt(i)) throw new AssertionError("other bytes at " + i);
  }

  public String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = read(); read != '\n'; read = read()) {
      if (read < 0) throw new EOFException("connection ended in a line: " + line);
      line.append((char) read);
    }
    int last = line.length() - 1;
    if (last < 0 || line.charAt(last) != '\r') throw new AssertionError("bare LF after " + line);
    return line.substring(0, last);
  }

  List<Field> readFields() throws IOException {
    List<Field> fields = new ArrayList<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine())
      fields.add(Field.parse(line));
    return fields;
  }

  public Head readHead() throws IOException {
    return new Head(readLine(), readFields());
  }

  Message readRequest() throws IOException {
    Head head = readHead();
    return message(head, ContentReader.ofRequest(this, head));
  }

  Message readResponse(String method) throws IOException {
    Head head = readHead();
    return message(head, ContentReader.ofResponse(this, head, method));
  }

  private static Message message(Head head, ContentReader content) throws IOException {
    return new Message(head, content.rest(), content.trailers());
  }

  /** Drops what still comes until the peer ends the connection; fails after {@code limit}. */
  public End awaitEnd(Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    byte[] dropped = new byte[64 * 1024];
    try {
      while (true) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        socket.setSoTimeout((int) Math.max(1, left));
        if (in.read(dropped) < 0) return End.FIN;
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the peer did not end the connection within " + limit, e);
    } catch (SocketException e) {
      return End.RESET;
    }
  }

  /** Fails if a byte or the end of the connection comes within {@code time}. */
  public void expectSilence(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
    try {
      int read = in.read();
      throw new AssertionError(read < 0 ? "the peer ended" : "unexpected byte " + (char) read);
    } catch (SocketTimeoutException expected) {
      socket.setSoTimeout((int) STEP.toMillis());
    }
  }

  /** Ends only what this side sends. */
  public void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Leaves in the given way. */
  public void leave(End end) throws IOException {
    if (end == End.RESET) socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
