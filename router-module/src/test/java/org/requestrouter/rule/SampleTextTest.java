package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTextTest {
  private static final TestRequest REQUEST =
      TestRequest.get(
              "/A/b%20c?id=7&id=8", "X: One, two", "X: three", "N: 42", "Cookie: b=2; a=1; b=3")
          .between(TestRequest.ip("192.0.2.7", 1234), TestRequest.ip("2001:db8::1", 80));

  @ParameterizedTest
  @CsvSource({
    "src, 192.0.2.7",
    "src_port, 1234",
    "dst, 2001:db8::1",
    "path, /A/b%20c",
    "'path,lower', /a/b%20c",
    "'path,url_dec', /A/b c",
    "'path,length', 8",
    "'path,field(2,/)', A",
    "query, id=7&id=8",
    "urlp(id), 7",
    "method, GET",
    "req.ver, 1.1",
    "ssl_fc, 0",
    "always_true, 1",
    "cook(b), 3",
    "cook(a), 1",
    "hdr_val(n), 42",
    "req.hdr_cnt(x), 3",
    "req.hdr(host), h",
    "' src ', 192.0.2.7",
  })
  void givesTheTextOfASample(String expression, String text) {
    assertEquals(text, SampleText.compile(expression).of(REQUEST));
  }

  @ParameterizedTest
  @CsvSource({
    "req.hdr(x), three",
    "'req.hdr(x,1)', One",
    "'req.hdr(x,-2)', two",
    "'req.fhdr(x,1)', 'One, two'",
    "req.fhdr(x), three",
  })
  void ofAFieldsValuesTheLastCountsUnlessOneIsNamed(String expression, String text) {
    assertEquals(text, SampleText.compile(expression).of(REQUEST));
  }

  @ParameterizedTest
  @CsvSource({"req.hdr(none)", "cook(none)", "urlp(none)", "'path,field(9,/)'", "'req.hdr(x,4)'"})
  void isNullWhereTheRequestHasNoSuchSample(String expression) {
    assertNull(SampleText.compile(expression).of(REQUEST));
  }

  @Test
  void isNullForTheAddressOfAClientWithoutOne() {
    TestRequest local = REQUEST.between(UnixDomainSocketAddress.of("x"), null);
    assertNull(SampleText.compile("src").of(local));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the sample expression is empty",
        "nothing|unknown fetch 'nothing'",
        "path,nothing|unknown converter 'nothing'",
        "path_beg|'path_beg' is a test, not a sample",
        "path_beg,lower|'path_beg' is a test, not a sample",
        "hdr|'hdr' without a name never has a value",
        "hdr(x|missing ')'",
        "src extra|missing comma after 'src'",
        "path /x|missing comma after 'path'",
        "res.hdr(x)|looks at the response",
      })
  void refusesWhatIsNoSample(String expression, String reason) {
    RuleSyntaxException refused =
        assertThrows(RuleSyntaxException.class, () -> SampleText.compile(expression));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  @Test
  void showsItsExpression() {
    assertEquals("path,lower", SampleText.compile("path,lower").toString());
  }
}
