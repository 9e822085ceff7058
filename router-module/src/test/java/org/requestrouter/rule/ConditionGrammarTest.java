package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.requestrouter.rule.Conditions.assertHit;
import static org.requestrouter.rule.Conditions.assertMiss;
import static org.requestrouter.rule.Conditions.assertPathHit;
import static org.requestrouter.rule.Conditions.assertPathMiss;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionGrammarTest {
  private static final RequestHead ANY = TestRequest.get("/");

  @ParameterizedTest
  @CsvSource({
    "TRUE TRUE, true",
    "TRUE FALSE, false",
    "FALSE or TRUE, true",
    "TRUE or FALSE FALSE, true",
    "TRUE FALSE or TRUE, true",
    "FALSE TRUE or FALSE TRUE, false",
    "!FALSE TRUE, true",
    "!TRUE or TRUE, true",
    "!TRUE FALSE, false",
    "unless TRUE FALSE, true",
    "unless TRUE or FALSE, false",
    "if TRUE, true",
  })
  void notBindsCloserThanAndThanOr(String condition, boolean verdict) {
    assertEquals(verdict, new AclSet().compile(condition).test(ANY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!FALSE",
        "! FALSE",
        "!!TRUE",
        "! ! TRUE",
        "!!!FALSE",
        "!{ path /x }",
        "! { path /x }"
      })
  void exclamationMarksAreGluedRepeatedOrAlone(String condition) {
    assertHit(condition, ANY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"or", "OR", "Or", "||"})
  void orIsAWordInAnyCaseOrTwoBars(String or) {
    assertHit("FALSE " + or + " TRUE", ANY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUE or", "or TRUE", "or or TRUE || ||"})
  void emptySuitesAreSkipped(String condition) {
    assertHit(condition, ANY);
  }

  @Test
  void unlessNegatesTheWholeCondition() {
    assertPathMiss("unless { path /a } or { path /b }", "/b");
    assertPathHit("unless { path /a } or { path /b }", "/c");
  }

  @Test
  void aNegatedTermIsTrueWhereThereIsNoSample() {
    assertHit("!{ hdr(x) a }", ANY);
    assertMiss("{ hdr(x) a }", ANY);
  }

  @Test
  void linesOfOneAclAreAlternativesEachWithItsOwnFlags() {
    AclSet acls = new AclSet();
    acls.define("a", "path /x");
    acls.define("a", "path -i /y");
    Condition condition = acls.compile("a");
    assertEquals(true, condition.test(TestRequest.get("/Y")));
    assertEquals(true, condition.test(TestRequest.get("/x")));
    assertEquals(false, condition.test(TestRequest.get("/X")));
  }

  @Test
  void namesOfAclsAreCaseSensitive() {
    AclSet acls = new AclSet();
    acls.define("a", "always_true");
    acls.define("A", "always_false");
    assertEquals(true, acls.compile("a !A").test(ANY));
  }

  @Test
  void aDeclarationReplacesAPredefinedAcl() {
    AclSet acls = new AclSet();
    acls.define("METH_GET", "method POST");
    assertEquals(false, acls.compile("METH_GET").test(ANY));
  }

  @Test
  void theEmptyArgumentEndsTheLine() {
    assertHit("TRUE \"\" FALSE", ANY);
  }

  @Test
  void aConditionMayRunOverSeveralLines() {
    assertHit("\n  TRUE\n  !FALSE\n", ANY);
  }

  @Test
  void evaluationStopsAtTheFirstFalseTermAndTheFirstTrueSuite() {
    RequestHead broken =
        new TestRequest(null, "/", "1.1", TestRequest.get("/").fields(), null, null, false);
    assertMiss("FALSE { method GET }", broken);
    assertHit("TRUE or { method GET }", broken);
  }

  @Test
  void aConditionPrintsItsText() {
    assertEquals("unless TRUE", new AclSet().compile(" unless TRUE\n").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, METH_GET",
    "HEAD, METH_GET",
    "HEAD, METH_HEAD",
    "POST, METH_POST",
    "PUT, METH_PUT",
    "DELETE, METH_DELETE",
    "CONNECT, METH_CONNECT",
    "OPTIONS, METH_OPTIONS",
    "TRACE, METH_TRACE",
  })
  void methodsHavePredefinedAcls(String method, String acl) {
    assertHit(acl, TestRequest.parse(method + " / HTTP/1.1\r\nHost: h\r\n\r\n"));
    assertMiss(acl, TestRequest.parse("PATCH / HTTP/1.1\r\nHost: h\r\n\r\n"));
  }

  @Test
  void otherPredefinedAcls() {
    RequestHead old = TestRequest.parse("OPTIONS * HTTP/1.0\r\nContent-Length: 3\r\n\r\n");
    assertHit("HTTP_1.0 HTTP HTTP_CONTENT HTTP_URL_STAR WAIT_END LOCALHOST", old);
    assertMiss("HTTP_1.1 or HTTP_2.0 or HTTP_URL_ABS or HTTP_URL_SLASH", old);
    assertPathHit("HTTP_URL_SLASH HTTP_1.1 !HTTP_CONTENT", "/");
    assertPathHit("HTTP_URL_ABS !HTTP_URL_SLASH", "http://h/");
    assertHit("HTTP_2.0", TestRequest.parse("GET / HTTP/2.0\r\n\r\n"));
    RequestHead remote = TestRequest.get("/").between(TestRequest.ip("10.0.0.1", 1), null);
    assertMiss("LOCALHOST", remote);
  }
}
