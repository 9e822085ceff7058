package org.requestrouter.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.requestrouter.protocol.ContentReader;
import org.requestrouter.protocol.Field;
import org.requestrouter.protocol.Head;
import org.requestrouter.protocol.Wire;

/** An end on a connection of HTTP/1.1 or HTTP/1.0, which is spoken with raw bytes. */
final class Http1End implements End {
  /** How a client asks for a WebSocket, and what it is answered (RFC 6455, 1.3). */
  static final String[] ASKING = {
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
  };

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Wire wire;
  private final String version;

  /** The method of the request that was sent from here, or null at a server. */
  private final String method;

  private final Runnable onClean;
  private Head head;
  private ContentReader content;
  private boolean chunked;
  private boolean finished;
  private boolean untilClose;
  private boolean tunnel;

  private Http1End(Wire wire, String version, String method, Runnable onClean) {
    this.wire = wire;
    this.version = version;
    this.method = method;
    this.onClean = onClean;
  }

  /** Sends a request. */
  static Http1End client(Wire wire, String version, Request request) throws IOException {
    Http1End end = new Http1End(wire, version, request.method(), () -> {});
    end.send(
        request.method() + " " + request.target() + " " + version,
        request.length(),
        request.fieldLines());
    return end;
  }

  /**
   * Reads the header of a request.
   *
   * @param onClean what is done when the connection can carry another exchange
   */
  static Http1End server(Wire wire, String version, Runnable onClean) throws IOException {
    Http1End end = new Http1End(wire, version, null, onClean);
    end.head();
    return end;
  }

  private void send(String start, long length, List<String> fieldLines) throws IOException {
    StringBuilder text = new StringBuilder(start).append("\r\n");
    for (String line : fieldLines) {
      text.append(line).append("\r\n");
    }
    chunked = length == UNKNOWN && version.equals("HTTP/1.1");
    untilClose = length == UNKNOWN && !chunked;
    if (chunked) {
      text.append("Transfer-Encoding: chunked\r\n");
    } else if (length != UNKNOWN && (method == null || length > 0)) {
      text.append("Content-Length: ").append(length).append("\r\n");
    }
    wire.send(text.append("\r\n").toString());
  }

  @Override
  public Head head() throws IOException {
    if (head == null) {
      head = wire.readHead();
      content =
          method == null
              ? ContentReader.ofRequest(wire, head)
              : ContentReader.ofResponse(wire, head, method);
    }
    return head;
  }

  @Override
  public void respond(int status, long length, String... fieldLines) throws IOException {
    send(version + " " + status + " Status", length, List.of(fieldLines));
  }

  @Override
  public void acceptWebSocket() throws IOException {
    assertEquals(List.of("websocket"), head().values("Upgrade"));
    String key = head().values("Sec-WebSocket-Key").get(0);
    wire.send(
        "HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Accept: "
            + acceptKey(key)
            + "\r\n\r\n");
    tunnel = true;
  }

  private static String acceptKey(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException x) {
      throw new IllegalStateException(x);
    }
  }

  @Override
  public void expectWebSocket() throws IOException {
    assertEquals(101, head().status());
    tunnel = true;
  }

  @Override
  public void write(String text) throws IOException {
    wire.send(chunked ? Integer.toHexString(text.length()) + "\r\n" + text + "\r\n" : text);
  }

  @Override
  public void finish(Field... trailers) throws IOException {
    finished = true;
    if (chunked) {
      StringBuilder end = new StringBuilder("0\r\n");
      for (Field field : trailers) {
        end.append(field.name()).append(": ").append(field.value()).append("\r\n");
      }
      wire.send(end.append("\r\n").toString());
    } else {
      assertEquals(0, trailers.length, "trailers without chunks");
    }
  }

  @Override
  public void expect(String text) throws IOException {
    head();
    if (tunnel) {
      wire.expect(text);
    } else {
      content.expect(text);
    }
  }

  @Override
  public List<Field> expectFinish() throws IOException {
    head();
    assertEquals("", content.rest());
    return content.trailers();
  }

  @Override
  public void expectBreak() throws IOException {
    head();
    content.truncated();
  }

  @Override
  public void expectGone(Duration limit) throws IOException {
    wire.awaitEnd(limit);
  }

  @Override
  public void expectSilence(Duration time) throws IOException {
    wire.expectSilence(time);
  }

  @Override
  public void leave() throws IOException {
    if (tunnel) {
      finishSending();
    } else {
      wire.close();
    }
  }

  /** Closing TLS would wait for the other end. */
  private void finishSending() throws IOException {
    try {
      wire.finishSending();
    } catch (SocketException x) {
      // The other end has closed both directions.
    }
  }

  @Override
  public void close() throws IOException {
    if (finished && !untilClose) {
      onClean.run();
    } else if (method == null) {
      wire.close();
    }
  }
}
