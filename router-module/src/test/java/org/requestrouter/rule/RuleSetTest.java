package org.requestrouter.rule;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first true condition of a table counts, whether an index finds it or not. */
class RuleSetTest {
  /** Rules that make the table long enough for an index, and never match here. */
  private static final List<String> MANY =
      IntStream.range(0, 20)
          .boxed()
          .flatMap(i -> Stream.of("{ hdr(host) -i n" + i + " }", "{ path_beg /n" + i + " }"))
          .toList();

  private static Condition[] compile(List<String> texts) {
    AclSet acls = new AclSet();
    return texts.stream()
        .map(text -> text.isEmpty() ? Condition.ALWAYS : acls.compile(text))
        .toArray(Condition[]::new);
  }

  /** Returns the number of the first rule that is true, after those of MANY. */
  private static int first(RequestHead request, String... rules) {
    List<String> texts = new ArrayList<>(MANY);
    texts.addAll(List.of(rules));
    Condition[] conditions = compile(texts);
    assertNotNull(new IndexBuilder(conditions).build());
    int indexed = new RuleSet(List.of(conditions)).first(request);
    int plain = new RuleSet(List.of(compile(List.of(rules)))).first(request);
    assertEquals(plain, indexed == RuleSet.NONE ? RuleSet.NONE : indexed - MANY.size());
    return plain;
  }

  @Test
  void noRuleMatches() {
    assertEquals(RuleSet.NONE, new RuleSet(List.of()).first(TestRequest.get("/")));
    assertEquals(RuleSet.NONE, first(TestRequest.get("/x"), "{ path /y }"));
  }

  @Test
  void theOrderOfTheRulesDecidesNotTheLengthOfThePrefix() {
    RequestHead request = TestRequest.get("/a/b/c");
    assertEquals(0, first(request, "{ path_beg /a }", "{ path_beg /a/b }", "{ path /a/b/c }"));
    assertEquals(0, first(request, "{ path /a/b/c }", "{ path_beg /a/b }", "{ path_beg /a }"));
    assertEquals(1, first(request, "{ path_beg /a/b/c/d }", "{ path_beg -i /A/B }", "{ path / }"));
  }

  @Test
  void rulesThatNoValueFindsKeepTheirPlace() {
    RequestHead request = TestRequest.get("/a");
    assertEquals(0, first(request, "{ path_reg ^/a }", "{ hdr(host) h }"));
    assertEquals(0, first(request, "{ hdr(host) h }", "{ path_reg ^/a }"));
    assertEquals(0, first(request, "", "{ hdr(host) h }"));
    assertEquals(1, first(request, "{ path /b }", "", "{ hdr(host) h }"));
    assertEquals(0, first(request, "unless { hdr(host) x }", "{ hdr(host) h }"));
    assertEquals(1, first(request, "!{ hdr(host) h }", "{ hdr(host) h }"));
  }

  @Test
  void everySuiteFindsTheRule() {
    String rule = "{ hdr(host) a b } METH_GET or { path_beg /x } or { hdr(host) -i C }";
    assertEquals(0, first(TestRequest.host("b"), rule));
    assertEquals(0, first(TestRequest.host("c"), rule));
    assertEquals(0, first(TestRequest.get("/xy"), rule));
    assertEquals(RuleSet.NONE, first(TestRequest.get("/y"), rule));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ hdr(host) b }|a, b",
        "{ hdr(host) -i B }|a ,b,c",
        "{ hdr(host,2) b }|a,b",
        "{ hdr(host),host_only b.c }|B.C:80",
        "{ hdr_beg(host) www. }|x,www.b",
        "{ req.fhdr(host) -m str 'a,b' }|a,b",
      })
  void anyValueOfAFieldFindsTheRule(String rule, String host) {
    assertEquals(0, first(TestRequest.host(host), rule));
  }

  @Test
  void anyFieldOfANameFindsTheRule() {
    HttpFields fields = HttpFields.build().add("Host", "a").add("host", "b");
    TestRequest get = TestRequest.get("/");
    RequestHead request =
        new TestRequest("GET", "/", "1.1", fields, get.remote(), get.local(), false);
    assertEquals(0, first(request, "{ hdr(host) b }", "{ hdr(host) a }"));
  }

  @Test
  void valuesOfTheSameHashAreToldApart() {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    String[] rules = {"{ hdr(host) Aa }", "{ hdr(host) BB }", "{ path_beg /Aa }"};
    assertEquals(1, first(TestRequest.host("BB"), rules));
    assertEquals(0, first(TestRequest.host("Aa"), rules));
    assertEquals(RuleSet.NONE, first(TestRequest.get("/BB"), rules));
  }

  @Test
  void aRequestWithoutPathOrHostFindsWhatIsLeft() {
    RequestHead request = TestRequest.parse("OPTIONS * HTTP/1.0\r\n\r\n");
    assertEquals(1, first(request, "{ path_beg / }", "!{ hdr(host) -m found }"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8})
  void fewRulesHaveNoIndex(int count) {
    assertNull(new IndexBuilder(compile(MANY.subList(0, count))).build());
  }

  @Test
  void aLongListOfValuesIsTestedNotIndexed() {
    String values = IntStream.range(0, 1000).mapToObj(i -> " v" + i).collect(joining());
    assertEquals(0, first(TestRequest.host("v999"), "{ hdr(host)" + values + " }"));
    assertEquals(0, first(TestRequest.host("V999"), "{ hdr(host) -i" + values + " }"));
    assertEquals(RuleSet.NONE, first(TestRequest.host("v1000"), "{ hdr(host)" + values + " }"));
    assertEquals(RuleSet.NONE, first(TestRequest.host("V1"), "{ hdr(host)" + values + " }"));
  }

  @Test
  void rulesThatNoValueFindsHaveNoIndex() {
    List<String> rules = IntStream.range(0, 100).mapToObj(i -> "{ path_end .x" + i + " }").toList();
    assertNull(new IndexBuilder(compile(rules)).build());
    assertEquals(42, new RuleSet(List.of(compile(rules))).first(TestRequest.get("/a.x42")));
  }
}
