package org.requestrouter.matrix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.upstream.CapturedLog;

/** How streams of HTTP/2 are told that an exchange is broken off. */
class Http2AbortTest extends WayTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int CANCEL = ErrorCode.CANCEL_STREAM_ERROR.code;

  @Test
  void serverHearsThatTheClientWantsNoMore() throws Exception {
    Way way = way(Front.H2C, Back.H2C);
    String target = way.target();
    End asked = connect(Front.H2C).send(new Request("GET", target, 0));
    Http2End server = (Http2End) way.accept(target);

    asked.leave();

    assertEquals(CANCEL, server.resetCode());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void clientThatLeavesIsNothingToWarnOf(boolean begun) throws Exception {
    Way way = way(Front.H2C, Back.HTTP_1_1);
    String target = way.target();
    End asked = connect(Front.H2C).send(new Request("GET", target, 0));
    End server = way.accept(target);
    if (begun) {
      server.respond(200, End.UNKNOWN);
      server.write("half");
      asked.expect("half");
    }

    try (CapturedLog log = new CapturedLog()) {
      asked.leave();
      server.expectGone(SOON);
      await().atMost(SOON).until(() -> entrance().inFlight() + entrance().busyThreads() == 0);
      assertFalse(log.text().contains("WARN"), log::text);
    }
  }

  /** Nothing else on the client's connection is concerned. */
  @ParameterizedTest
  @EnumSource(Back.class)
  void responseThatIsCutOffIsResetAndOtherStreamsGoOn(Back back) throws Exception {
    Way way = way(Front.H2C, back);
    Client client = connect(Front.H2C);
    String kept = way.target();
    End other = client.send(new Request("GET", kept, 0));
    End otherServer = way.accept(kept);
    String target = way.target();
    Http2End asked = (Http2End) client.send(new Request("GET", target, 0));
    End server = way.accept(target);
    server.respond(200, 8);
    server.write("half");
    asked.expect("half");

    server.leave();

    assertEquals(CANCEL, asked.resetCode());
    asked.expectBreak();
    answer(otherServer);
    other.expect("ok");
    other.expectFinish();
  }

  /** A connection to a server of HTTP/2 takes all its streams along. */
  @Test
  void connectionThatBreaksBreaksEveryResponseOnIt() throws Exception {
    try (Site site = new Site(door, Back.H2C)) {
      breakConnection(site.way(Front.H2C, Back.H2C), site.server(Back.H2C));
    }
  }

  private void breakConnection(Way way, BackEnd server) throws Exception {
    Client client = closing(way.connect());
    String begun = way.target();
    End begunAsked = client.send(new Request("GET", begun, 0));
    End begunServer = way.accept(begun);
    begunServer.respond(200, End.UNKNOWN);
    begunServer.write("half");
    begunAsked.expect("half");
    String held = way.target();
    End heldAsked = client.send(new Request("POST", held, 2));
    heldAsked.write("ok");
    way.accept(held).expect("ok");

    server.close();

    begunAsked.expectBreak();
    assertEquals(502, heldAsked.head().status());
  }

  /** What is in flight is looked at when the entrance is closed. */
  @ParameterizedTest
  @CsvSource({"H2C,H2C", "H2C,HTTPS", "H2C,HTTP_1_1", "HTTP_1_1,H2C", "HTTPS,H2C"})
  void webSocketThatOneSideGivesUpWhileTheOtherOpensItLeavesNothing(Front front, Back back)
      throws Exception {
    Way way = way(front, back);
    for (int i = 0; i < 50; i++) {
      String target = way.target();
      // A connection of its own: Jetty cuts one with too many resets off.
      End asked = connect(front).webSocket(target);
      End server = way.accept(target);
      boolean clientGivesUp = i % 2 == 0;
      CompletableFuture<Void> opened =
          CompletableFuture.runAsync(() -> open(server, !clientGivesUp));
      if (clientGivesUp) {
        asked.leave();
      }
      opened.get();
      server.close();
      asked.close();
    }
    await().atMost(SOON).until(() -> entrance().inFlight() == 0);
  }

  private static void open(End server, boolean leaves) {
    try {
      server.acceptWebSocket();
      if (leaves) {
        server.leave();
      }
    } catch (IOException gone) {
      // The client was faster.
    }
  }

  /** A client that has all it wants may stop its upload, with an answer all the same. */
  @ParameterizedTest
  @EnumSource(
      value = Back.class,
      names = {"HTTP_1_1", "HTTPS", "H2C"})
  void answerBeforeTheEndOfAnUploadReachesTheClient(Back back) throws Exception {
    Way way = way(Front.H2C, back);
    String target = way.target();
    End asked = connect(Front.H2C).send(new Request("POST", target, End.UNKNOWN));
    asked.write("first");
    End server = way.accept(target);
    server.expect("first");

    server.respond(413, 3, "Connection: close");
    server.write("big");
    server.finish();

    assertEquals(413, asked.head().status());
    asked.expect("big");
    server.expectGone(SOON);
  }
}
