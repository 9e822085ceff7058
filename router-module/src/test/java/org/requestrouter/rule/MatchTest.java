package org.requestrouter.rule;

import static org.requestrouter.rule.Conditions.assertHit;
import static org.requestrouter.rule.Conditions.assertHostHit;
import static org.requestrouter.rule.Conditions.assertHostMiss;
import static org.requestrouter.rule.Conditions.assertMiss;
import static org.requestrouter.rule.Conditions.assertPathHit;
import static org.requestrouter.rule.Conditions.assertPathMiss;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "www.example.com",
        "example.com:8080",
        "a.example.com.b",
        "example.com.",
        "example.com.evil.org"
      })
  void domIsNoSuffixTest(String host) {
    assertHostHit("{ hdr_dom(host) example.com }", host);
    assertHostHit("{ hdr_dom(host) .example.com }", host);
    assertHostHit("{ hdr_dom(host) example.com. }", host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notexample.com", "example-a.com", "example.org", "example", "com"})
  void domMatchesWholeLabels(String host) {
    assertHostMiss("{ hdr_dom(host) example.com }", host);
  }

  @Test
  void domMatchesThePortToo() {
    assertHostHit("{ hdr_dom(host) 8080 }", "example.com:8080");
  }

  @Test
  void domAndDirMatchWordsBetweenSlashes() {
    assertHostHit("{ hdr_dom(host) example }", "x/example/y");
    assertHostHit("{ hdr_dir(host) example }", "x/example/y");
    assertHostMiss("{ hdr_dir(host) example }", "x.example.y");
  }

  @Test
  void dirMatchesAWordThatContainsNoSlashAnywhereInThePath() {
    assertPathHit("{ path_dir png }", "/images/png/logo");
    assertPathMiss("{ path_dir png }", "/images/x.png");
  }

  @Test
  void dirTakesDelimitersInsideTheValueLiterally() {
    assertPathHit("{ path_dir a/b }", "/x/a/b/c");
    assertPathHit("{ path_dir /a/b/ }", "/x/a/b");
    assertPathMiss("{ path_dir a/b }", "/a//b");
    assertPathHit("{ path_dir a//b }", "/a//b");
  }

  @Test
  void pathDirNeverSeesTheQueryWhichUrlDirDoes() {
    assertPathMiss("{ path_dir static }", "/a/x?static");
    assertPathHit("{ url_dir static }", "/a/x?static");
  }

  @Test
  void domOfAPathDelimitsAtDotsAsWell() {
    assertPathHit("{ path_dom a.static }", "/a.static.b");
    assertPathHit("{ path_dom static }", "/a.static.b");
  }

  @Test
  void affixesAreCaseSensitiveWithoutTheFlag() {
    assertHostMiss("{ hdr_beg(host) www. }", "WWW.example.com");
    assertHostHit("{ hdr_beg(host) -i www. }", "WWW.example.com");
    assertHostMiss("{ hdr_end(host) .com }", "example.COM");
    assertHostHit("{ hdr_end(host) -i .com }", "example.COM");
    assertHostMiss("{ hdr(host) example.com }", "EXAMPLE.com");
    assertHostHit("{ hdr(host) -i example.com }", "EXAMPLE.com");
  }

  @Test
  void endSeesThePort() {
    assertHostMiss("{ hdr_end(host) .com }", "e.com:8080");
  }

  @Test
  void caseIsThatOfAsciiOnly() {
    assertHit("{ hdr(x) -i \\xe9 }", TestRequest.get("/", "X: \u00e9"));
    assertMiss("{ hdr(x) -i \\xc9 }", TestRequest.get("/", "X: \u00e9"));
  }

  @Test
  void aConverterCancelsTheSuffix() {
    assertHostHit("{ hdr_dom(host),lower example.com }", "EXAMPLE.com");
    assertHostMiss("{ hdr_dom(host),lower example.com }", "www.example.com");
    assertHostHit("{ hdr(host),lower -m dom example.com }", "WWW.Example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5, true",
    "5, 6, false",
    "4:6, 5, true",
    "4-6, 7, false",
    ":5, 5, true",
    ":5, 6, false",
    "5:, 5, true",
    "5:, 4, false",
    "eq 5, 5, true",
    "gt 5, 6, true",
    "gt 5, 5, false",
    "ge 5, 5, true",
    "lt 5, 4, true",
    "lt 5, 5, false",
    "le 5, 5, true",
    "le 5, 6, false",
    "gt 5 lt 1, 6, true",
    "gt 5 lt 1, 0, true",
    "gt 5 lt 1, 3, false",
    "gt 5 7, 6, true",
    "lt 0, -1, true",
    "1 2 3, 2, true",
    "eq 5 50, 50, true",
  })
  void integersMatchValuesRangesAndOperators(String values, String number, boolean verdict) {
    RequestHead request = TestRequest.get("/", "X: " + number);
    String condition = "{ hdr_val(x) " + values + " }";
    if (verdict) {
      assertHit(condition, request);
    } else {
      assertMiss(condition, request);
    }
  }

  @Test
  void lengthIsThatOfTheBytes() {
    assertPathHit("{ path_len 4:5 }", "/abc");
    assertPathMiss("{ path_len lt 4 }", "/abc");
    assertHit("{ hdr_len(x) 0 }", TestRequest.get("/", "X:"));
  }

  @Test
  void foundNeedsASampleEvenIfItIsEmpty() {
    assertHit("{ hdr(x) -m found }", TestRequest.get("/", "X:"));
    assertMiss("{ hdr(x) -m found }", TestRequest.get("/"));
    assertHit("{ hdr(x) -m found ignored }", TestRequest.get("/", "X: a"));
  }

  @Test
  void boolIsAnyNumberButZero() {
    assertHit("{ hdr(x) -m bool }", TestRequest.get("/", "X: 5"));
    assertMiss("{ hdr(x) -m bool }", TestRequest.get("/", "X: 0"));
    assertMiss("{ hdr(x) -m bool }", TestRequest.get("/", "X: a"));
    assertHit("{ hdr_cnt(x) -m bool }", TestRequest.get("/", "X: a"));
  }

  @Test
  void binComparesBytes() {
    assertPathHit("{ path -m bin 2f61 }", "/a");
    assertPathMiss("{ path -m bin -i 2f41 }", "/a");
  }

  @Test
  void intReadsTheNumberThatTextBeginsWith() {
    assertHit("{ hdr(x) -m int 5 }", TestRequest.get("/", "X: 5.7"));
    assertHit("{ hdr(x) -m int 5 }", TestRequest.get("/", "X: +5"));
    assertMiss("{ hdr(x) -m int 5 }", TestRequest.get("/", "X: abc"));
  }

  @Test
  void aNumberMatchesAsTextToo() {
    assertHit("{ hdr_cnt(x) -m str 2 }", TestRequest.get("/", "X: a,b"));
  }

  @Test
  void longListsOfValuesMatchLikeShortOnes() {
    String values = "a b c d e f g h i j";
    assertHit("{ hdr(x) " + values + " }", TestRequest.get("/", "X: j"));
    assertMiss("{ hdr(x) " + values + " }", TestRequest.get("/", "X: J"));
    assertHit("{ hdr(x) -i " + values + " }", TestRequest.get("/", "X: J"));
    assertMiss("{ hdr(x) -i " + values + " }", TestRequest.get("/", "X: k"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
  void knownMethodsMatchByIdentityInExactCase(String method) {
    RequestHead request = TestRequest.parse(method + " / HTTP/1.1\r\n\r\n");
    assertHit("{ method " + method + " }", request);
    assertMiss("{ method -i " + Ascii.lower(method) + " }", request);
    assertHit("{ method -m str -i " + Ascii.lower(method) + " }", request);
  }

  @Test
  void otherMethodsMatchAsText() {
    RequestHead patch = TestRequest.parse("PATCH / HTTP/1.1\r\n\r\n");
    assertHit("{ method -i patch }", patch);
    assertMiss("{ method patch }", patch);
    assertHit("{ method get }", TestRequest.parse("get / HTTP/1.1\r\n\r\n"));
    assertMiss("{ method -i GET }", TestRequest.parse("get / HTTP/1.1\r\n\r\n"));
  }

  @Test
  void methodsMatchAsTextByAnyNamedMethod() {
    RequestHead get = TestRequest.get("/");
    assertHit("{ method -m beg G }", get);
    assertHit("{ method -m reg ^(GET|HEAD)$ }", get);
    assertHit("{ method -m len 3 }", get);
  }
}
