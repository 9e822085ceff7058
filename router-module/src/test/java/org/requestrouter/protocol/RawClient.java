package org.requestrouter.protocol;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The client's side of the router as a raw socket. */
final class RawClient extends Wire {

  private RawClient(Socket socket) throws IOException {
    super(socket);
  }

  static RawClient connect(int port) throws IOException {
    return connect(port, 0);
  }

  /** Connects with a receive buffer of that many bytes, 0 for the system's choice. */
  static RawClient connect(int port, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) socket.setReceiveBufferSize(receiveBuffer);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    socket.connect(address, (int) STEP.toMillis());
    return new RawClient(socket);
  }

  /** Sends a GET with a Host field and the given further field lines. */
  RawClient get(String target, String... fieldLines) throws IOException {
    request("GET " + target, fieldLines);
    return this;
  }

  /** Sends a request header; {@code start} is method and target. */
  RawClient request(String start, String... fieldLines) throws IOException {
    StringBuilder head = new StringBuilder(start).append(" HTTP/1.1\r\nHost: test\r\n");
    for (String line : fieldLines) head.append(line).append("\r\n");
    send(head.append("\r\n").toString());
    return this;
  }

  Message readResponse() throws IOException {
    return readResponse("GET");
  }

  /** Reads a response header and leaves its content to the returned reader. */
  ContentReader readResponseHead(int status) throws IOException {
    Head head = readHead();
    if (head.status() != status) throw new AssertionError("not " + status + ": " + head);
    return ContentReader.ofResponse(this, head, "GET");
  }
}
