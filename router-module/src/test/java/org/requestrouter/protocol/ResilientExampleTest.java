package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of servers that may fail does what it says. */
class ResilientExampleTest extends ProtocolTest {
  private static final Path EXAMPLE = Path.of("../examples/configurations/resilient.xml");
  private static final List<String> NAMES =
      List.of("shop1", "shop2", "sorry", "pubsub1", "pubsub2");

  @TempDir private Path directory;
  private final List<RawServer> servers = new ArrayList<>();

  /** Starts the servers of the example at ports that are free, and the router before them. */
  private void startExample() throws Exception {
    String rules = Files.readString(EXAMPLE);
    for (int i = 0; i < NAMES.size(); i++) {
      RawServer server = new RawServer();
      servers.add(server);
      String name = NAMES.get(i);
      server.serve(
          (connection, index) -> {
            while (true) {
              connection.readRequest();
              connection.send(
                  "HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name);
            }
          });
      rules = rules.replace("127.0.0.1:" + (8081 + i), "127.0.0.1:" + server.port());
    }
    router =
        RouterFixture.start(door, Files.writeString(directory.resolve("resilient.xml"), rules));
    await()
        .atMost(Wire.STEP)
        .until(() -> router.backend().servers().stream().allMatch(s -> s.health().getChecks() > 0));
  }

  @AfterEach
  void closeServers() throws IOException {
    for (RawServer server : servers) server.close();
  }

  private Message get(String target, String... lines) throws IOException {
    try (RawClient client = RawClient.connect(router.port())) {
      return client.get(target, lines).readResponse();
    }
  }

  @Test
  void clientComesBackToItsServerAndGoesToAnotherWhenThatFails() throws Exception {
    startExample();
    Message first = get("/");
    String cookie = first.head().values("Set-Cookie").get(0);
    assertTrue(cookie.startsWith("SHOP=" + first.content() + ";"), cookie);
    String own = "Cookie: " + cookie.substring(0, cookie.indexOf(';'));
    for (int i = 0; i < 5; i++) assertEquals(first.content(), get("/", own).content());

    servers.get(NAMES.indexOf(first.content())).close();
    String second = get("/", own).content();
    assertEquals(first.content().equals("shop1") ? "shop2" : "shop1", second);

    servers.get(NAMES.indexOf(second)).close();
    await().atMost(Wire.STEP.multipliedBy(3)).until(() -> get("/", own).content().equals("sorry"));
  }

  @Test
  void subscribersOfAChannelMeetAtOneServer() throws Exception {
    startExample();
    for (int channel = 0; channel < 10; channel++) {
      String server = get("/channel/" + channel).content();
      assertTrue(server.startsWith("pubsub"), server);
      for (int i = 0; i < 3; i++) assertEquals(server, get("/channel/" + channel).content());
    }
  }
}
