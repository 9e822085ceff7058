package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions that stand for one text of a response. */
class ResponseKeyTest {
  private static String response(String expression, String... lines) {
    HttpFields.Mutable fields = HttpFields.build();
    for (String line : lines) {
      int colon = line.indexOf(':');
      fields.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return ResponseKey.compile(expression).of(fields);
  }

  @Test
  void aCookieThatTheResponseSets() {
    assertEquals("a", response("res.cook(JS)", "Set-Cookie: JS=a"));
    assertEquals("a", response("res.cook(JS)", "Set-Cookie: x=1", "Set-Cookie: JS = a ; Path=/"));
    assertEquals("b", response("res.cook(JS)", "Set-Cookie: JS=a", "Set-Cookie: JS=b;Secure"));
    assertEquals("\"q;\"", response("res.cook(JS)", "Set-Cookie: JS=\"q;\"; x"));
    assertEquals("", response("res.cook(JS)", "Set-Cookie: JS="));
  }

  @Test
  void aCookieThatTheResponseDoesNotSet() {
    assertNull(response("res.cook(JS)", "Set-Cookie: js=a", "Set-Cookie: JS", "Cookie: JS=a"));
    assertNull(response("res.cook(JS)", "Set-Cookie: x; JS=a", "Set-Cookie: JSX=a"));
  }

  @Test
  void aFieldOfTheResponse() {
    assertEquals("c", response("res.hdr(x-session)", "X-Session: a", "X-SESSION: b , c"));
    assertEquals("\"a,b\"", response("res.hdr(X-Session)", "X-Session: \"a,b\""));
    assertNull(response("res.hdr(X-Session)", "X-Sessions: a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "res.cook", "res.cook()", "req.cook(JS)", "res.hdr(X),lower", "res.hdr(X,1)"})
  void refusesWhatIsNoExpressionOfAResponse(String expression) {
    String message =
        assertThrows(RuleSyntaxException.class, () -> ResponseKey.compile(expression)).getMessage();
    assertTrue(message.contains("'"), message);
  }
}
