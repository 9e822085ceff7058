package org.requestrouter.protocol;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Two servers, called a and b, that note what they are asked as a whole, as a strict server reads
 * it.
 */
final class Recorder implements AutoCloseable {
  private final RawServer a = new RawServer();
  private final RawServer b = new RawServer();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  Recorder() throws IOException {
    a.serve((connection, index) -> serve("a", connection));
    b.serve((connection, index) -> serve("b", connection));
  }

  int portOfA() {
    return a.port();
  }

  int portOfB() {
    return b.port();
  }

  /** What has been asked since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  private void serve(String name, Wire connection) throws IOException {
    while (true) {
      Head head = connection.readHead();
      // Absolute targets mean the same with and without their site.
      String target = head.target().replaceFirst("(?i)^https?://[^/?]*", "");
      String line = head.method() + " " + (target.startsWith("/") ? target : "/" + target);
      line = head.target().equals("*") ? head.method() + " *" : line;
      String hosts = String.join("|", head.values("Host")).replaceFirst(":80$", "");
      String content = content(connection, head);
      // Before the answer: then it is there when the client has that.
      requests.add(name + " " + line + " @" + hosts + " '" + content + "'");
      connection.send(
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
              + (head.method().equals("HEAD") ? "" : "a"));
    }
  }

  /** HAProxy sends on what a server need not understand, and this one does not. */
  private static String content(Wire connection, Head head) throws IOException {
    try {
      return ContentReader.ofRequest(connection, head).rest();
    } catch (AssertionError | NumberFormatException refused) {
      throw new IOException("refused", refused);
    }
  }

  @Override
  public void close() throws IOException {
    try (a) {
      b.close();
    }
  }
}
