package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of coalescing does what it says. */
class CoalescingExampleTest extends ProtocolTest {
  private static final Path EXAMPLE = Path.of("../examples/configurations/coalescing.xml");

  @TempDir private Path directory;
  private RawServer scores;

  @BeforeEach
  void startExample() throws Exception {
    scores = new RawServer();
    String rules =
        Files.readString(EXAMPLE)
            .replace("127.0.0.1:8081", "127.0.0.1:" + scores.port())
            .replace("127.0.0.1:8082", "127.0.0.1:" + upstream.port());
    router = RouterFixture.start(door, Files.writeString(directory.resolve("rules.xml"), rules));
  }

  @AfterEach
  void closeScores() throws IOException {
    // What is stale may just be fetched anew.
    await().atMost(Wire.STEP).until(() -> router.inFlight() == 0);
    router.clearCache();
    scores.close();
  }

  @Test
  void pollsOfAChannelAreOneRequestToTheServer() throws Exception {
    RawClient first = connect().get("/subscriptions/channel/news?after=1&_=10");
    Wire server = upstream.accept();
    server.readRequest();
    RawClient second = connect().get("/subscriptions/channel/news?after=1&_=11");
    CoalescingProtocolTest.awaitFollowers(router.backend(), 2);
    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    assertEquals("ok", second.readResponse().content());
    assertEquals(1, upstream.connections());
  }

  @Test
  void scoresAreAskedForOnceAndWithoutCookies() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    scores.serve(
        (connection, index) -> {
          while (true) {
            assertEquals(List.of(), connection.readRequest().head().values("Cookie"));
            requests.incrementAndGet();
            connection.send(RawServer.OK);
          }
        });
    RawClient client = connect();
    for (int i = 0; i < 20; i++) client.get("/scores/1?_=" + i + "&cb=x" + i, "Cookie: theme=a");
    for (int i = 0; i < 20; i++) assertEquals("ok", client.readResponse().content());
    // Ten times a second at most, however long that took.
    assertTrue(requests.get() < 10, requests + " requests");
  }
}
