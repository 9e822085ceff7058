package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of cross-origin policies does what it says. */
class CrossOriginExampleTest extends ProtocolTest {
  private static final Path EXAMPLE = Path.of("../examples/configurations/cross-origin.xml");

  @TempDir private Path directory;
  private RawServer web;

  @BeforeEach
  void startExample() throws Exception {
    web = new RawServer();
    web.serveOk();
    upstream.serveOk();
    String rules =
        Files.readString(EXAMPLE)
            .replace("127.0.0.1:8081", "127.0.0.1:" + web.port())
            .replace("127.0.0.1:8082", "127.0.0.1:" + upstream.port());
    router = RouterFixture.start(door, Files.writeString(directory.resolve("rules.xml"), rules));
  }

  @AfterEach
  void closeWeb() throws IOException {
    web.close();
  }

  private Head get(String host, String path, String origin) throws IOException {
    RawClient client = connect();
    client.send(
        "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin + "\r\n\r\n");
    return client.readResponse().head();
  }

  @Test
  void siblingsBringTheirCookiesAndOthersReadOpenData() throws Exception {
    String sibling = "https://app.example.com";
    Head head = get("api.example.com", "/a", sibling);
    assertEquals(sibling, head.list("Access-Control-Allow-Origin"));
    assertEquals("true", head.list("Access-Control-Allow-Credentials"));
    head = get("api.example.com", "/a", "https://other.example");
    assertFalse(head.has("Access-Control-Allow-Origin"));
    head = get("api.example.com", "/open/a", "https://other.example");
    assertEquals("https://other.example", head.list("Access-Control-Allow-Origin"));
    assertFalse(head.has("Access-Control-Allow-Credentials"));
    head = get("www.example.com", "/", sibling);
    assertFalse(head.has("Vary"));
  }
}
