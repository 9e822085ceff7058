package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.requestrouter.rule.Conditions.assertHit;
import static org.requestrouter.rule.Conditions.assertPathHit;
import static org.requestrouter.rule.Conditions.assertPathMiss;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegularExpressionTest {

  @Test
  void aSearchIsNoFullMatch() {
    assertPathHit("{ path_reg tat }", "/static");
    assertPathMiss("{ path_reg ^tat }", "/static");
    assertHit("{ hdr_reg(x) ^$ }", TestRequest.get("/", "X:"));
  }

  @ParameterizedTest
  @CsvSource({
    "\\d, /1",
    "^/a\\.b$, /a.b",
    "^/a\\\\.b$, /a.b",
    "(?i)^/UP$, /up",
    "-i ^/UP$, /up",
    "[[:alpha:]]$, /a",
    "^/\\w+$, /a_1",
    "'a.{0,2}$', /abc",
    "/a|/zz, /zz",
  })
  void perlSyntaxRunsInLinearTimeWithoutAWarning(String regex, String path) {
    AclSet acls = new AclSet();
    Condition condition = acls.compile("{ path_reg " + regex + " }");
    assertEquals(true, condition.test(TestRequest.get(path)));
    assertEquals(List.of(), acls.warnings());
  }

  @ParameterizedTest
  @CsvSource({
    "^/(?=a), /a, true",
    "^/(?=a), /b, false",
    "^/(?!a), /b, true",
    "-i ^/(?=A), /a, true",
    "'(?<c>.)\\k<c>', /aa, true",
    "'(?P<c>.)(?P=c)', /ab, false",
    "'(?=/)[[:alpha:]]*/[[a&&b]', /&, true",
    "'(?=/)/[^[:alpha:]]$', /1, true",
    "'(?=/)/[^[:alpha:]]$', /a, false",
    "'(?=/)/[[:^digit:]]$', /a, true",
    "'(?=/)/[]a]$', /], true",
    "'(?=/)/[[:word:]]$', /_, true",
    "'(?=/)\\Q/[a\\E$', '/[a', true",
    "'(?=/)/[[:xdigit:]]$', /f, true",
  })
  void whatNeedsBackTrackingIsEvaluatedWithAWarning(String regex, String path, boolean verdict) {
    AclSet acls = new AclSet();
    Condition condition = acls.compile("{ path_reg " + regex + " }");
    assertEquals(verdict, condition.test(TestRequest.get(path)));
    assertEquals(1, acls.warnings().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?!a)(x+x+)+y", "(?!a)(x|xx)+y"})
  void backTrackingIsCutOff(String regex) {
    Condition condition = new AclSet().compile("{ path_reg ^/" + regex + " }");
    RequestHead request = TestRequest.get("/" + "x".repeat(8000));
    assertTimeout(Duration.ofSeconds(20), () -> assertFalse(condition.test(request)));
  }

  @Test
  void whatExceedsItsLimitsDoesNotMatch() {
    Condition condition = new AclSet().compile("{ hdr_reg(x) '^(?!b)((a|b)(a|b))*$' }");
    assertFalse(condition.test(TestRequest.get("/", "X: " + "a".repeat(90_000))));
  }

  @Test
  void anExpressionSeesOnlyItsSample() {
    RequestHead request = TestRequest.get("/", "X: ab, cd");
    assertHit("{ hdr_reg(x) ^cd$ } { hdr_reg(x) ^ab$ } !{ hdr_reg(x) , }", request);
  }
}
