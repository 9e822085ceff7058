package org.requestrouter.matrix;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An exchange that one side breaks off, at any moment. */
final class Departure {
  private static final int MOMENTS = 7;
  private static final int LONGEST_PAUSE = (int) TimeUnit.MICROSECONDS.toNanos(1500);

  /** Content of four bytes, which is a frame of a WebSocket, too. */
  private static final String HALF = "\u0081\u0002aa";

  /** An empty frame, as clients send it. */
  private static final String MASKED = "\u0081\u0080\0\0\0\0";

  private final Way way;
  private final Random random;
  private final boolean webSocket;
  private final boolean post;
  private final int moment;
  private final boolean clientLeaves;
  private String reached = "nothing";

  Departure(Way way, Random random) {
    this.way = way;
    this.random = random;
    this.webSocket = Operation.WEB_SOCKET.applies(way.front(), way.back()) && random.nextBoolean();
    this.post = !webSocket && random.nextBoolean();
    this.moment = random.nextInt(MOMENTS);
    this.clientLeaves = random.nextBoolean();
  }

  void run() throws Exception {
    String target = way.target();
    try (Client client = way.connect();
        End asked = ask(client, target)) {
      if (isTime(0, "sent", asked)) {
        return;
      }
      if (post) {
        asked.write(HALF);
      }
      if (isTime(1, "half sent", asked)) {
        return;
      }
      try (End server = way.accept(target)) {
        answer(asked, server);
      }
    }
  }

  private End ask(Client client, String target) throws Exception {
    return webSocket
        ? client.webSocket(target)
        : client.send(new Request(post ? "POST" : "GET", target, post ? 2L * HALF.length() : 0));
  }

  private void answer(End asked, End server) throws Exception {
    End leaver = clientLeaves ? asked : server;
    if (isTime(2, "accepted", leaver)) {
      return;
    }
    if (post) {
      asked.write(HALF);
      asked.finish();
    }
    if (isTime(3, "all sent", leaver)) {
      return;
    }
    if (webSocket) {
      server.acceptWebSocket();
    } else {
      server.respond(200, way.back().hasChunks() ? End.UNKNOWN : 2L * HALF.length());
    }
    if (isTime(4, "answered", leaver)) {
      return;
    }
    server.write(HALF);
    if (isTime(5, "half answered", leaver)) {
      return;
    }
    if (webSocket) {
      asked.expectWebSocket();
    } else {
      asked.head();
    }
    asked.expect(HALF);
    if (webSocket) {
      asked.write(MASKED);
    }
    isTime(6, "half received", leaver);
  }

  /** Breaks off, now or in a moment, if it is to be done after that step. */
  private boolean isTime(int step, String name, End leaver) throws Exception {
    reached = name;
    if (step < moment) {
      return false;
    }
    if (random.nextInt(3) > 0) {
      LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE));
    }
    leaver.leave();
    return true;
  }

  @Override
  public String toString() {
    String what = webSocket ? "WebSocket" : post ? "POST" : "GET";
    String who = clientLeaves ? "client" : "server";
    return "%s from %s to %s, %s leaves at %d; %s"
        .formatted(what, way.front(), way.back(), who, moment, reached);
  }
}
