package org.requestrouter.matrix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.protocol.Wire;

/** A server of HTTP/2 that has not looked at a request, and says so (RFC 9113, 8.7). */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2RefusalTest {
  private Http2BackEnd server;
  private Entrance entrance;
  private Way way;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    server = new Http2BackEnd();
    RoutingConfig rules = Entrance.routing(Map.of(Back.H2C, server));
    rules.backends().get(0).setRetries(3);
    entrance = new Entrance(Door.CORE, rules, Tls.server(), false);
    way = new Way(Front.HTTP_1_1, Back.H2C, entrance, server);
    client = way.connect();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    entrance.close();
    server.close();
  }

  private static void assertAnswered(End asked) throws Exception {
    assertEquals(200, asked.head().status());
    asked.expect("ok");
    asked.expectFinish();
  }

  @Test
  void requestWhoseStreamIsRefusedIsTriedAgain() throws Exception {
    String target = way.target();
    End asked = client.send(new Request("GET", target, 0));

    server.accept(target).reset(ErrorCode.REFUSED_STREAM_ERROR);

    WayTest.answer(server.accept(target));
    assertAnswered(asked);
  }

  @Test
  void holdsOfAConnectionThatTakesNoMoreGoOnBesideANewOne() throws Exception {
    String held = way.target();
    End holding = client.send(new Request("GET", held, 0));
    Http2End first = server.accept(held);

    first.goAway();
    // A request that crosses it on its way makes Jetty's server end the connection.
    await().atMost(Wire.STEP).until(() -> entrance.connections() == 0);

    String later = way.target();
    try (Client other = way.connect()) {
      End asked = other.send(new Request("GET", later, 0));
      WayTest.answer(server.accept(later));
      assertAnswered(asked);
    }
    assertEquals(2, server.sessions());
    WayTest.answer(first);
    assertAnswered(holding);
  }
}
