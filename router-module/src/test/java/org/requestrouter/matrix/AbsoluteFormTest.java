package org.requestrouter.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.protocol.Head;

/** Clients that take the router for their proxy, and send whole URIs (RFC 9112, 3.2.2). */
class AbsoluteFormTest extends WayTest {

  /** The rules of the tests go by the beginning of the path. */
  @ParameterizedTest
  @EnumSource(Back.class)
  void rulesAndServersSeeTheOriginForm(Back back) throws Exception {
    Way way = way(Front.HTTP_1_1, back);
    String target = way.target();
    Client client = connect(Front.HTTP_1_1);

    End asked = client.send(new Request("GET", "http://" + Request.HOST + target, 0));
    End server = way.accept(target);
    Head seen = server.head();
    answer(server);

    assertEquals(target, seen.target());
    assertEquals(List.of(Request.HOST), seen.values("Host"));
    assertEquals(List.of(Request.HOST), seen.values("X-Forwarded-Host"));
    assertEquals(200, asked.head().status());
    asked.expect("ok");
    asked.expectFinish();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://other.example", "https://other.example", "http://test.example:81"})
  void targetThatNamesAnotherHostThanTheHostFieldIsRefused(String site) throws Exception {
    Client client = connect(Front.HTTP_1_1);

    End asked = client.send(new Request("GET", site + "/http_1_1/x", 0));

    assertEquals(400, asked.head().status());
  }

  private Client connectWithoutHost() throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), entrance().clear());
    return closing(new Http1Client(socket, "HTTP/1.0"));
  }

  /** Clients of HTTP/1.0 need not say whom they ask, but servers of HTTP/1.1 want to know. */
  @ParameterizedTest
  @EnumSource(Back.class)
  void hostOfATargetStandsForAMissingField(Back back) throws Exception {
    Way way = way(Front.HTTP_1_0, back);
    String target = way.target();
    End asked = connectWithoutHost().send(new Request("GET", "http://asked.example" + target, 0));
    End server = way.accept(target);
    assertEquals(List.of("asked.example"), server.head().values("Host"));
    answer(server);
    assertEquals(200, asked.head().status());
  }

  @ParameterizedTest
  @EnumSource(Back.class)
  void addressThatWasConnectedToStandsForAHostThatNobodyNames(Back back) throws Exception {
    Way way = way(Front.HTTP_1_0, back);
    String target = way.target();
    End asked = connectWithoutHost().send(new Request("GET", target, 0));
    End server = way.accept(target);
    assertEquals(List.of("127.0.0.1:" + entrance().clear()), server.head().values("Host"));
    answer(server);
    assertEquals(200, asked.head().status());
  }
}
