package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.requestrouter.backend.Backend;
import org.requestrouter.config.CoalesceConfig;
import org.requestrouter.config.RuleConfig;

/** Runs tests of a rule that coalesces all requests of the one back end. */
abstract class CoalescingProtocolTest extends ProtocolTest {

  /** What a test configures of the rule that coalesces everything. */
  interface Coalesce {
    void apply(CoalesceConfig coalesce);
  }

  void startCoalescing() throws Exception {
    startCoalescing(coalesce -> {});
  }

  void startCoalescing(Coalesce options) throws Exception {
    start(
        (routing, backend, server) -> {
          RuleConfig rule = routing.useBackend("b");
          options.apply(rule.coalesce());
        });
  }

  /** Sends the request on connections of their own, and waits until the router has them all. */
  List<RawClient> waiting(int clients, String target, String... fields) throws IOException {
    List<RawClient> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      all.add(connect().get(target, fields));
      awaitFollowers(i + 1);
    }
    return all;
  }

  void awaitFollowers(int expected) {
    awaitFollowers(router.backend(), expected);
  }

  static void awaitFollowers(Backend backend, int expected) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(Wire.STEP)
        .until(() -> backend.followers() == expected);
  }

  static String response(String content, String... fields) {
    StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
    for (String field : fields) head.append(field).append("\r\n");
    return head + "Content-Length: " + content.length() + "\r\n\r\n" + content;
  }

  static void assertAllGet(String content, List<RawClient> clients) throws IOException {
    for (RawClient client : clients) {
      Message response = client.readResponse();
      assertEquals(200, response.status());
      assertEquals(content, response.content());
    }
  }
}
