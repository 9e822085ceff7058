package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no rule takes belongs to the webapps of the same Jetty. */
class WebappsTest extends ProtocolTest {

  @BeforeEach
  void onlyTheCoreDoorHasANextHandler() {
    assumeTrue(door == Door.CORE, "a servlet has no next handler");
  }

  private void startWithRule() throws Exception {
    start(
        (routing, backend, server) -> {
          routing.acl("x", "path_beg /x/");
          routing.useBackend("b", "x");
          routing.setDefaultBackend("webapps");
        });
  }

  @Test
  void unmatchedRequestReachesTheNextHandlerUntouched() throws Exception {
    startWithRule();
    RawClient client = connect();
    client.request("POST /y?a=b", "Content-Length: 5", "X-A: b", "X-Forwarded-For: 192.0.2.1");
    client.send("hello");
    Message response = client.readResponse();
    assertTrue(response.content().startsWith("webapps POST /y?a=b\n"), response.content());
    assertTrue(response.content().contains("\nX-Forwarded-For: 192.0.2.1\n"), response.content());
    assertTrue(response.content().endsWith("hello"), response.content());
    assertFalse(response.content().contains("Via"), response.content());
    upstream.expectNoConnection(Duration.ofMillis(100));
  }

  @Test
  void routeIsChosenForEachRequestOfAConnection() throws Exception {
    startWithRule();
    upstream.serveOk();
    RawClient client = connect();
    for (int i = 0; i < 5; i++) {
      assertEquals("ok", client.get("/x/" + i).readResponse().content());
      assertTrue(client.get("/y/" + i).readResponse().content().startsWith("webapps GET /y/"));
    }
  }

  @Test
  void pipelinedRequestsOfDifferentRoutesAreAnsweredInOrder() throws Exception {
    startWithRule();
    upstream.serveOk();
    RawClient client = connect();
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      requests.append("GET /x/ HTTP/1.1\r\nHost: test\r\n\r\n");
      requests.append("GET /y/ HTTP/1.1\r\nHost: test\r\n\r\n");
    }
    client.send(requests.toString());
    for (int i = 0; i < 10; i++) {
      assertEquals("ok", client.readResponse().content());
      assertTrue(client.readResponse().content().startsWith("webapps GET /y/"));
    }
  }
}
