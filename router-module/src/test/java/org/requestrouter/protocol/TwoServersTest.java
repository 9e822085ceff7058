package org.requestrouter.protocol;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.requestrouter.config.BackendConfig;

/** Runs every test with two servers, {@code s1} and {@code s2}, in one backend. */
abstract class TwoServersTest extends ProtocolTest {
  RawServer other;

  @BeforeEach
  void openOther() throws IOException {
    other = new RawServer();
  }

  @AfterEach
  void closeOther() throws IOException {
    other.close();
  }

  /** Declares the affinity of a backend. */
  @FunctionalInterface
  interface Declaration {
    void apply(BackendConfig backend);
  }

  void start(Declaration declaration, int maxConnections) throws Exception {
    start(
        (routing, backend, server) -> {
          backend.server("s2", "http://127.0.0.1:" + other.port());
          server.setMaxConnections(maxConnections);
          declaration.apply(backend);
        });
  }

  void startWithCookie() throws Exception {
    start(backend -> backend.cookie("SRV"), 0);
  }

  static String response(String content, String... lines) {
    String fields = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
    return "HTTP/1.1 200 OK\r\nContent-Length: "
        + content.length()
        + "\r\n"
        + fields
        + "\r\n"
        + content;
  }

  /** Lets each server answer with its name. */
  void serveNames(String... lines) throws IOException {
    for (RawServer server : List.of(upstream, other)) {
      String name = server == upstream ? "s1" : "s2";
      server.serve(
          (connection, index) -> {
            while (true) {
              connection.readRequest();
              connection.send(response(name, lines));
            }
          });
    }
  }

  Message get(String... lines) throws IOException {
    try (RawClient client = RawClient.connect(router.port())) {
      return client.get("/", lines).readResponse();
    }
  }

  static List<String> cookies(Message response) {
    return response.head().values("Set-Cookie");
  }
}
