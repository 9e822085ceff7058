package org.requestrouter.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.Test;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.StickConfig;

/** The affinity by what requests and responses reveal, alone and behind a cookie. */
class StickAffinityTest {
  private final BackendConfig backend = new RoutingConfig().backend("b");
  private final StickConfig stick = backend.stick();

  StickAffinityTest() {
    stick.setOn("req.cook(JS)");
    backend.server("one", "http://localhost:1");
    backend.server("two", "http://localhost:2");
  }

  private Affinity affinity() {
    return Affinity.of(backend);
  }

  /** Lets a server answer a request, and returns whom the request belonged to. */
  private static String serve(Affinity affinity, String cookie, String server, String... response) {
    Bond bond = affinity.bind(Head.get("Cookie: " + cookie));
    String preferred = bond.preferred(name -> true);
    bond.learn(server, Head.fields(response));
    return preferred;
  }

  @Test
  void aBackendWithoutEitherHasNoAffinity() {
    assertNull(Affinity.of(new RoutingConfig().backend("b")));
  }

  @Test
  void theRequestsOwnValueIsKept() {
    Affinity affinity = affinity();

    assertNull(serve(affinity, "JS=a", "two"));
    assertEquals("two", serve(affinity, "JS=a", "two"));
    assertNull(serve(affinity, "JS=b", "one"));
    assertEquals(2, affinity.learnt());
  }

  @Test
  void theResponsesValueIsKept() {
    stick.setLearn("res.cook(JS)");
    Affinity affinity = affinity();

    assertNull(serve(affinity, "x=1", "two", "Set-Cookie: JS=a; Path=/; HttpOnly"));
    assertEquals("two", serve(affinity, "JS=a", "two"));
  }

  @Test
  void aHeaderFieldIsLearnt() {
    stick.setOn("req.hdr(X-Session)");
    stick.setLearn("res.hdr(x-session)");
    Affinity affinity = affinity();

    assertNull(serve(affinity, "x=1", "two", "X-Session: a"));
    assertEquals("two", affinity.bind(Head.get("X-SESSION: a")).preferred(name -> true));
  }

  @Test
  void nobodyIsRecognisedByAnEmptyValue() {
    Affinity affinity = affinity();

    assertNull(serve(affinity, "JS=; x=1", "two"));
    assertNull(serve(affinity, "JS=; x=1", "two"));
    assertEquals(0, affinity.learnt());
  }

  @Test
  void aServerThatIsDownIsNotPreferredAndTheNextOneIsKept() {
    Affinity affinity = affinity();
    assertNull(serve(affinity, "JS=a", "two"));

    Bond bond = affinity.bind(Head.get("Cookie: JS=a"));
    assertNull(bond.preferred(name -> !name.equals("two")));
    bond.learn("one", HttpFields.build());

    assertEquals("one", serve(affinity, "JS=a", "one"));
  }

  @Test
  void longValuesAreToldApart() {
    Affinity affinity = affinity();
    String value = "JS=" + "x".repeat(5_000);

    assertNull(serve(affinity, value + "1", "two"));
    assertNull(serve(affinity, value + "2", "one"));
    assertEquals("two", serve(affinity, value + "1", "two"));
    assertEquals("one", serve(affinity, value + "2", "one"));
  }

  @Test
  void noMoreValuesAreKeptThanDeclared() {
    stick.setSize("100");
    Affinity affinity = affinity();
    for (int i = 0; i < 10_000; i++) {
      serve(affinity, "JS=" + i, "two");
    }

    Awaitility.await().until(() -> affinity.learnt() <= 100);
  }

  @Test
  void aValueIsForgottenAfterItsTime() {
    stick.setExpire("1ms");
    Affinity affinity = affinity();
    serve(affinity, "JS=a", "two");

    Awaitility.await()
        .until(() -> affinity.bind(Head.get("Cookie: JS=a")).preferred(name -> true) == null);
  }

  @Test
  void aChangedConfigurationGoesOnWithWhatWasLearnt() {
    Affinity before = affinity();
    serve(before, "JS=a", "two");
    serve(before, "JS=b", "two");
    BackendConfig reloaded = new RoutingConfig().backend("b");
    StickConfig changed = reloaded.stick();
    changed.setOn("req.cook(JSX)");
    changed.setSize("1");

    Affinity after = Affinity.of(reloaded).after(before);

    Awaitility.await().until(() -> after.learnt() == 1);
    String a = after.bind(Head.get("Cookie: JSX=a")).preferred(name -> true);
    String b = after.bind(Head.get("Cookie: JSX=b")).preferred(name -> true);
    assertTrue("two".equals(a) != "two".equals(b), a + b);
  }

  @Test
  void thereIsNothingToGoOnWithAtFirst() {
    Affinity affinity = affinity();

    assertSame(affinity, affinity.after(null));
    BackendConfig before = new RoutingConfig().backend("b");
    before.cookie("SRV");
    assertSame(affinity, affinity.after(Affinity.of(before)));
  }

  @Test
  void theCookieComesFirst() {
    backend.cookie("SRV");
    Affinity affinity = affinity();
    serve(affinity, "JS=a", "two");

    assertEquals("one", serve(affinity, "SRV=one; JS=a", "one"));
    assertEquals("one", serve(affinity, "JS=a", "one"));
  }

  @Test
  void aClientRecognisedNeedsNoCookie() {
    backend.cookie("SRV");
    Affinity affinity = affinity();
    serve(affinity, "JS=a", "two");
    Bond bond = affinity.bind(Head.get("Cookie: JS=a"));
    HttpFields.Mutable response = HttpFields.build();

    assertEquals("two", bond.preferred(name -> true));
    bond.answered("two", 200, response);

    assertEquals(0, response.size());
  }

  @Test
  void aClientRecognisedInVainIsGivenACookie() {
    backend.cookie("SRV");
    Affinity affinity = affinity();
    serve(affinity, "JS=a", "two");
    Bond bond = affinity.bind(Head.get("Cookie: SRV=two; JS=a"));
    HttpFields.Mutable response = HttpFields.build();

    assertNull(bond.preferred(name -> name.equals("one")));
    bond.answered("one", 200, response);

    assertEquals("SRV=one; path=/", response.get(HttpHeader.SET_COOKIE));
  }

  @Test
  void aServerSeesAllCookiesWithoutACookieOfOurs() {
    assertEquals("JS=a", affinity().bind(Head.get()).forwarded("JS=a"));
  }
}
