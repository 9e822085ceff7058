package org.requestrouter.matrix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.requestrouter.protocol.Wire;

/** Many requests at a time on few connections to a server of HTTP/2. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2SharingTest {
  private static final int HOLDS = 2_000;

  /** As many streams of a client as Jetty's connectors allow by default. */
  private static final int A_CLIENT = 100;

  /** How many responses are not read, of that size: more than windows have room for. */
  private static final int UNREAD = 200;

  private static final int SIZE = 256 * 1024;

  private final List<Client> clients = new ArrayList<>();
  private final List<End> asked = new ArrayList<>();
  private final List<End> held = new ArrayList<>();

  /** All are sent at once, when the server has said how many streams it allows. */
  private void hold(Way way, int count) throws Exception {
    connected(way);
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (i % A_CLIENT == 0) {
        clients.add(way.connect());
      }
      String target = way.target();
      asked.add(clients.get(clients.size() - 1).send(new Request("GET", target, 0)));
      targets.add(target);
    }
    for (String target : targets) {
      held.add(way.accept(target));
    }
  }

  private static void connected(Way way) throws Exception {
    try (Client client = way.connect()) {
      String target = way.target();
      End first = client.send(new Request("GET", target, 0));
      WayTest.answer(way.accept(target));
      assertEquals(200, first.head().status());
    }
  }

  private void release() throws Exception {
    for (End server : held) {
      WayTest.answer(server);
    }
    for (End client : asked) {
      assertEquals(200, client.head().status());
      client.expect("ok");
      client.expectFinish();
    }
    for (Client client : clients) {
      client.close();
    }
  }

  @Test
  void thousandsOfHoldsShareOneConnection() throws Exception {
    Http2BackEnd server = new Http2BackEnd(HOLDS);
    try (Site site = new Site(Door.CORE, Back.H2C, server)) {
      hold(site.way(Front.H2C, Back.H2C), HOLDS);

      assertEquals(HOLDS, site.entrance().inFlight());
      assertEquals(1, server.sessions());
      await().atMost(Wire.STEP).until(() -> site.entrance().busyThreads() == 0);
      release();
      await().atMost(Wire.STEP).until(() -> site.entrance().inFlight() == 0);
      assertEquals(1, server.sessions());
    }
  }

  @Test
  void furtherConnectionsAreMadeWhenAServerAllowsFewStreamsOnOne() throws Exception {
    Http2BackEnd server = new Http2BackEnd(50);
    try (Site site = new Site(Door.CORE, Back.H2C, server)) {
      hold(site.way(Front.H2C, Back.H2C), 500);

      assertTrue(server.sessions() >= 10, server.sessions() + " connections");
      release();
    }
  }

  /** What the clients do not read lies at the router, but does not fill the connection's window. */
  @Test
  void responsesThatAreNotReadLeaveTheConnectionToOthers() throws Exception {
    Http2BackEnd server = new Http2BackEnd(HOLDS);
    try (Site site = new Site(Door.CORE, Back.H2C, server)) {
      Way way = site.way(Front.H2C, Back.H2C);
      hold(way, UNREAD);
      String content = "x".repeat(SIZE);
      List<CompletableFuture<Void>> writing = new ArrayList<>();
      for (End end : held) {
        end.respond(200, SIZE);
        writing.add(((Http2End) end).begin(content));
      }
      await()
          .atMost(Wire.STEP)
          .until(() -> held.stream().allMatch(end -> ((Http2End) end).isStalled()));

      connected(way);

      assertEquals(1, server.sessions());
      for (int i = 0; i < UNREAD; i++) {
        asked.get(i).expect(content);
        Http2End.within(writing.get(i), Wire.STEP);
        held.get(i).finish();
        asked.get(i).expectFinish();
      }
      for (Client client : clients) {
        client.close();
      }
    }
  }
}
