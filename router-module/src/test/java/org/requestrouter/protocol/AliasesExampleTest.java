package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of aliases, and what pages get of it before and after a change. */
class AliasesExampleTest extends ProtocolTest {
  private static final Path EXAMPLE = Path.of("../examples/configurations/aliases.xml");

  @TempDir private Path directory;

  private String aliases(String host) throws IOException {
    RawClient client = connect();
    client.send("GET /request-router/aliases.json HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    Message answer = client.readResponse();
    return answer.status() == 200 ? answer.content().split("]", 2)[0] : answer.content();
  }

  @Test
  void aChangeOfTheAliasesReachesThePages() throws Exception {
    Path rules = directory.resolve("rules.xml");
    String text =
        Files.readString(EXAMPLE)
            .replace("127.0.0.1:8081", "127.0.0.1:" + upstream.port())
            .replace("127.0.0.1:8082", "127.0.0.1:" + upstream.port());
    router = RouterFixture.start(door, Files.writeString(rules, text));
    List<String> three =
        List.of("\"app1.example.com\"", "\"app2.example.com\"", "\"app3.example.com\"");
    assertEquals("{\"aliases\":[" + String.join(",", three), aliases("www.example.com"));

    Files.writeString(rules, text.replace("app1..3.", "new1.").replace("www.", "shop."));
    router.reload();

    assertEquals("{\"aliases\":[\"new1.example.com\"", aliases("shop.example.com"));
    upstream.serveOk();
    assertEquals("ok", aliases("www.example.com"));
    assertEquals("ok", aliases("app1.example.com"));
  }
}
