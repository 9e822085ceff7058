package org.requestrouter.rule;

import static org.requestrouter.rule.Conditions.assertHit;
import static org.requestrouter.rule.Conditions.assertMiss;
import static org.requestrouter.rule.Conditions.assertPathHit;
import static org.requestrouter.rule.Conditions.assertPathMiss;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchTest {

  @ParameterizedTest
  @CsvSource({
    "/p/x, /p/x", "//p, //p", "/a/../p, /a/../p", "/%70, /%70", "/p;v=1/x, /p;v=1/x",
    "/p?q, /p", "/p?/y?z, /p", "http://h/p?q, /p", "ab+c-d.1://h:80/, /", "http://h//p, //p",
  })
  void thePathIsRawAndEndsAtTheQuery(String target, String path) {
    assertPathHit("{ path '" + path + "' }", target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "h:80", "http://h", "1http://h/p", "p/x"})
  void aTargetWithoutAPathHasNone(String target) {
    assertPathMiss("{ path -m found }", target);
    assertPathMiss("{ pathq -m found }", target);
    assertPathHit("{ url '" + target + "' }", target);
  }

  @Test
  void theQueryFollowsTheFirstQuestionMark() {
    assertPathHit("{ query a?b } { pathq /x?a?b }", "/x?a?b");
    assertPathHit("{ query -m len 0 }", "/?");
    assertPathMiss("{ query -m found }", "/");
    assertPathHit("{ pathq /x?y } { url http://h/x?y }", "http://h/x?y");
  }

  @Test
  void theBaseIsTheFirstHostAndThePath() {
    assertPathHit("{ base h/x }", "/x?y");
    assertPathHit("{ base h }", "*");
    assertHit("{ base a/ }", TestRequest.host("a,b"));
    assertHit("{ base /x }", TestRequest.parse("GET /x HTTP/1.0\r\n\r\n"));
    assertHit("{ base /x }", TestRequest.parse("GET /x HTTP/1.0\r\nHost:\r\n\r\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "'a,b', 2",
    "'a,', 2",
    "',', 2",
    "'a,,b', 3",
    "'', 1",
    "'\"a,b\",c', 2",
    "'\"a\\\",b\",c', 2",
    "'a', 1",
    "'\"a,b', 1",
  })
  void valuesAreSplitAtCommasOutsideQuotes(String value, int count) {
    assertHit(
        "{ hdr_cnt(x) " + count + " } { req.fhdr_cnt(x) 1 }", TestRequest.get("/", "X: " + value));
  }

  @Test
  void splitValuesAreTrimmedAndKeepTheirQuotes() {
    RequestHead request = TestRequest.get("/", "X:  \"a,b\" ,\tc ");
    assertHit("{ hdr(x) '\"a,b\"' } { hdr(x) c } { req.fhdr(x) '\"a,b\" ,\tc' }", request);
  }

  @Test
  void everyFieldIsSplitTheHostToo() {
    assertHit("{ hdr(host) a } { hdr(host) example.com }", TestRequest.host("a,example.com"));
  }

  @Test
  void fieldNamesIgnoreCaseAndAllFieldsCount() {
    RequestHead request = TestRequest.get("/", "X: a", "x: b", "Y: c");
    assertHit("{ hdr(X) a } { hdr(x) b } { req.hdr(X) b } { hdr_cnt 4 }", request);
    assertMiss("{ hdr(x) c }", request);
    assertMiss("{ hdr -m found }", request);
    assertHit("{ hdr() c }", request);
    assertHit("{ req.hdr_names host,x,x,y } { req.hdr_names(:) host:x:x:y }", request);
  }

  @ParameterizedTest
  @CsvSource({"1, a", "2, b", "3, c", "-1, c", "-2, b", "-3, a"})
  void anOccurrenceCountsFromEitherEnd(int occurrence, String value) {
    RequestHead request = TestRequest.get("/", "X: a,b", "X: c");
    assertHit("{ hdr(x," + occurrence + ") " + value + " }", request);
    assertMiss("{ hdr(x," + occurrence + ") -m str z }", request);
  }

  @Test
  void anOccurrenceBeyondTheEndHasNoSample() {
    RequestHead request = TestRequest.get("/", "X: a,b");
    assertMiss("{ hdr(x,3) -m found } or { hdr(x,-3) -m found }", request);
    assertHit("{ hdr(x,0) b } { req.fhdr(x,1) a,b } { req.fhdr(x,-1) a,b }", request);
  }

  @ParameterizedTest
  @CsvSource({
    "5abc, 5",
    "abc, 0",
    "5.7, 487",
    "1 2, -58",
    "+5, -45",
    "99999999999, 1215752191",
    "-5, -5",
    "5:, 5",
  })
  void theLooseConversionIsThatOfHaproxy(String value, String number) {
    assertHit("{ hdr_val(x) -m str -- " + number + " }", TestRequest.get("/", "X: " + value));
  }

  @Test
  void anAbsentFieldHasNoNumber() {
    assertMiss("{ hdr_val(x) lt 1 }", TestRequest.get("/"));
    assertHit("{ hdr_val(x) 0 }", TestRequest.get("/", "X:"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, true", "10.0.0.1:80, true", "10.0.0.1:70000, false", "10.0.0.1:, false",
    "10.0.0.1x, false", "unknown, false", "'unknown, 10.1.1.1', true", "::ffff:10.0.0.1, true",
    "2002:0a00:0001::, true", "[::1], false", "10.1, false", "10.0.0.0.1, false",
  })
  void addressesOfFieldsMayHavePortsAndAreSkippedIfTheyAreNone(String value, boolean verdict) {
    RequestHead request = TestRequest.get("/", "X: " + value);
    if (verdict) {
      assertHit("{ hdr_ip(x) 10.0.0.0/8 }", request);
    } else {
      assertMiss("{ hdr_ip(x) -m found }", request);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'a=1; b=2', a, 1", "'a=1;b=2', b, 2", "'a=1,b=2', b, 2", "'a = 1 ; b = 2', a, 1",
    "'a=b=2', a, b=2", "'a=\"1;x\"', a, '\"1;x\"'", "'a=x y', a, x y", "'a=1; a=2', a, 2",
    "'b=2; $a=1', b, 2",
  })
  void cookiesAreFoundByName(String cookie, String name, String value) {
    assertHit("{ cook(" + name + ") '" + value + "' }", TestRequest.get("/", "Cookie: " + cookie));
    assertHit("{ req.cook '" + value + "' }", TestRequest.get("/", "Cookie: " + cookie));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A=1", "a", "aa=1", "$a=1", "b=a=1", "a=", "b=2;a="})
  void cookiesThatAreNotFound(String cookie) {
    assertMiss("{ cook(a) -m found }", TestRequest.get("/", "Cookie: " + cookie));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=; b=2", "b=2; a="})
  void anEmptyCookieIsFoundIfAByteIsLeftAroundIt(String cookie) {
    assertHit("{ cook_len(a) 0 }", TestRequest.get("/", "Cookie: " + cookie));
  }

  @Test
  void cookiesAreCountedAndConverted() {
    RequestHead request = TestRequest.get("/", "Cookie: a=1; a=2", "Cookie: b=3");
    assertHit("{ cook_cnt(a) 2 } { cook_cnt 3 } { req.cook_cnt(b) 1 } { cook_cnt(c) 0 }", request);
    assertHit("{ cook_val(a) 2 } { req.cook_val(b) ge 3 }", request);
  }

  @ParameterizedTest
  @CsvSource({
    "/?a=1, 1",
    "/?b=2&a=1, 1",
    "/?b=2;a=1, 1",
    "/?b=?a=1, 1",
    "/?a=%31, %31",
    "/?a=1+2, 1+2",
    "/?a=1&a=2, 2",
    "/?a=b=2, b=2",
    "/?&a=1, 1",
  })
  void parametersAreFoundByNameAndNotDecoded(String target, String value) {
    assertPathHit("{ url_param(a) '" + value + "' } { urlp(a) '" + value + "' }", target);
    assertPathHit("{ urlp '" + value + "' }", target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?a", "/?A=1", "/?aa=1", "/?x=a=1", "/a=1", "/p;a=1", "/?"})
  void parametersThatAreNotFound(String target) {
    assertPathMiss("{ urlp(a) -m found }", target);
  }

  @Test
  void anEmptyParameterIsFound() {
    assertPathHit("{ urlp_len(a) 0 }", "/?a=");
  }

  @Test
  void parametersMayStartAtAnotherDelimiter() {
    assertPathHit("{ urlp(a,;) 1 }", "/p;a=1");
    assertPathHit("{ urlp(a,;) 1?c=d }", "/p;a=1?c=d");
  }

  @Test
  void parametersAreDecodedAndConvertedOnDemand() {
    assertPathHit("{ urlp(a),url_dec 1 } { urlp_val(b) 12 } { urlp_beg(b) 1 }", "/?a=%31&b=12");
    assertPathMiss("{ urlp(a),url_dec -m found }", "/?a=%3");
    assertPathHit("{ urlp(a),url_dec x+y } { urlp(a),url_dec(1) 'x y' }", "/?a=x+y");
  }

  @Test
  void convertersChangeText() {
    RequestHead request = TestRequest.get("/A/b", "X: [::1]:80", "Y: WWW.E.com:80");
    assertHit(
        "{ path,lower /a/b } { path,upper /A/B } { path,length 4 } { path,lower,length 4 }",
        request);
    assertHit("{ hdr(x),host_only [::1] } { hdr(y),host_only www.e.com }", request);
    assertHit("{ path,field(2,/) A } { path,field(-1,/) b } { path,field(2,/,0) A/b }", request);
    assertMiss("{ path,field(4,/) -m found }", request);
    assertHit("{ hdr_cnt(x),length 1 } { method,lower get } { src,length 9 }", request);
  }

  @Test
  void theVersionIsWhatFollowsTheSlash() {
    assertPathHit("{ req.ver 1.1 } { req_ver 1.1 }", "/");
    assertMiss("{ req.ver 1.1 }", TestRequest.parse("GET / HTTP/1.0\r\n\r\n"));
  }

  @Test
  void theConnectionHasAddressesAndPorts() {
    RequestHead request =
        TestRequest.get("/").between(TestRequest.ip("10.0.0.1", 4000), TestRequest.ip("::1", 80));
    assertHit("{ src 10.0.0.0/8 } { src_port 4000 } { dst ::1 } { dst_port lt 1024 }", request);
    assertHit("{ src -m str 10.0.0.1 } { dst -m beg :: }", request);
  }

  @Test
  void aConnectionThatIsNotOverIpHasNoAddress() {
    RequestHead unix =
        TestRequest.get("/")
            .between(UnixDomainSocketAddress.of("/s"), InetSocketAddress.createUnresolved("h", 1));
    RequestHead none = TestRequest.get("/").between(null, null);
    String condition = "{ src -m found } or { src_port -m found } or { dst -m found }";
    assertMiss(condition, unix);
    assertMiss(condition, none);
  }

  @Test
  void tlsAndConstantsTakeNoValue() {
    assertHit("{ ssl_fc }", TestRequest.get("/").secured());
    assertMiss("{ ssl_fc }", TestRequest.get("/"));
    assertPathHit(
        "{ always_true ignored } !{ always_false 1 } { req.proto_http } { wait_end }", "/");
  }
}
