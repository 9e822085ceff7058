package org.requestrouter.matrix;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.requestrouter.protocol.Wire;

/** A client of HTTP/1.1 or HTTP/1.0. */
final class Http1Client implements Client {
  private final Wire wire;
  private final String version;
  private final List<String> always;

  /**
   * Creates a client on a connection.
   *
   * @param always field lines of each request
   */
  Http1Client(Socket socket, String version, String... always) throws IOException {
    this.wire = new Wire(socket);
    this.version = version;
    this.always = List.of(always);
  }

  /** Sends what comes before the first request. */
  Http1Client preface(String text) throws IOException {
    wire.send(text);
    return this;
  }

  @Override
  public End send(Request request) throws IOException {
    List<String> lines = new ArrayList<>(always);
    lines.addAll(request.fieldLines());
    return Http1End.client(
        wire, version, new Request(request.method(), request.target(), request.length(), lines));
  }

  @Override
  public End webSocket(String target) throws IOException {
    return send(new Request("GET", target, 0, Http1End.ASKING));
  }

  @Override
  public void expectClosed(Duration limit) throws IOException {
    wire.awaitEnd(limit);
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
