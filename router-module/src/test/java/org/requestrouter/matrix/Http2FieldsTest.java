package org.requestrouter.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.protocol.Field;
import org.requestrouter.protocol.Head;

/** Fields on their way between HTTP/2 and HTTP/1. */
class Http2FieldsTest extends WayTest {

  private Head seenWith(Front front, Back back, String... fieldLines) throws Exception {
    Way way = way(front, back);
    String target = way.target();
    End asked = connect(front).send(new Request("GET", target, 0, fieldLines));
    End server = way.accept(target);
    Head seen = server.head();
    answer(server);
    assertEquals(200, asked.head().status());
    asked.expect("ok");
    asked.expectFinish();
    return seen;
  }

  @ParameterizedTest
  @EnumSource(Back.class)
  void cookiesThatAClientHasSplitAreOneFieldForTheServer(Back back) throws Exception {
    Head seen =
        seenWith(Front.H2C, back, "Cookie: a=1; b=2", "Accept: */*", "Cookie: c=3", "Cookie: d=4");

    assertEquals(List.of("a=1; b=2; c=3; d=4"), seen.values("Cookie"));
    assertEquals(List.of("*/*"), seen.values("Accept"));
  }

  @ParameterizedTest
  @EnumSource(Back.class)
  void severalCookieFieldsOfHttp1StayAsTheyAre(Back back) throws Exception {
    Head seen = seenWith(Front.HTTP_1_1, back, "Cookie: a=1", "Cookie: b=2");

    assertEquals(List.of("a=1", "b=2"), seen.values("Cookie"));
  }

  @ParameterizedTest
  @EnumSource(Back.class)
  void pseudoFieldsBecomeLineAndHostAndNothingElse(Back back) throws Exception {
    Head seen = seenWith(Front.H2, back);

    assertEquals(List.of(Request.HOST), seen.values("Host"));
    assertFalse(seen.fields().stream().anyMatch(field -> field.name().startsWith(":")));
  }

  @ParameterizedTest
  @EnumSource(Back.class)
  void whatOnlyTheClientsConnectionIsConcernedByIsNotForTheServer(Back back) throws Exception {
    Head seen = seenWith(Front.H2C, back, "TE: trailers", "X-Kept: yes");

    assertFalse(seen.has("TE"), seen.toString());
    assertFalse(seen.has("Connection"), seen.toString());
    assertEquals(List.of("yes"), seen.values("X-Kept"));
  }

  /** RFC 9113, 8.2.2: a response that has them is malformed. */
  @ParameterizedTest
  @EnumSource(
      value = Front.class,
      names = {"H2C", "H2C_UPGRADE", "H2"})
  void fieldsOfTheServersConnectionDoNotReachAClientOfHttp2(Front front) throws Exception {
    Way way = way(front, Back.HTTP_1_1);
    String target = way.target();
    End asked = connect(front).send(new Request("GET", target, 0));
    End server = way.accept(target);
    server.respond(
        200,
        0,
        "Connection: close, X-Listed",
        "X-Listed: 1",
        "Keep-Alive: timeout=5",
        "Proxy-Connection: close",
        "TE: trailers",
        "Upgrade: h2c",
        "X-Kept: yes");
    server.finish();
    server.close();

    Head head = asked.head();

    assertEquals(
        List.of("content-length", "x-kept"),
        head.fields().stream()
            .map(Field::name)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> !name.equals("date") && !name.equals("server"))
            .sorted()
            .toList());
    asked.expectFinish();
  }
}
