package org.requestrouter.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests match as far as a response varies (RFC 9111, 4.1). */
class VaryTest {
  private final SharePolicy policy = Given.caching();

  private Variant variant(String vary, String... lines) {
    return Vary.of(Given.fields("Vary:" + vary), policy)
        .variant(Given.get("http://h/", lines), policy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Foo | Foo: 1 | foo:1",
        "foo | Foo: 1 | Foo: 1",
        "Foo | Foo: 1,2 | Foo:  1 ,  2",
        "Foo | Foo: a, b;q=1 | Foo: a,b;q=1",
        "Foo, Foo | Foo: 1 | Foo: 1",
        ", Foo | Foo: 1 | Foo: 1",
        "Foo | Bar: 1 | Bar: 2",
        "Accept-Encoding | Accept-Encoding: gzip, BR | Accept-Encoding: GZip,br"
      })
  void requestsThatMatch(String vary, String one, String other) {
    assertEquals(variant(vary, one), variant(vary, other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Foo | Foo: 1 | Foo: 2",
        "Foo | Foo: a | Foo: A",
        "Foo | Foo: a,b | Foo: b,a",
        "Foo | Foo: | Bar: 1",
        "Foo | Foo: \"a, b\" | Foo: \"a,b\"",
        "Foo, Bar | Foo: 1 | Bar: 1",
        "User-Agent | User-Agent: A (B, C) | User-Agent: A (B,C)",
        "Cookie | Cookie: a=1 | Cookie: a=2"
      })
  void requestsThatDoNot(String vary, String one, String other) {
    assertNotEquals(variant(vary, one), variant(vary, other));
  }

  @Test
  void severalLinesAreOneList() {
    assertEquals(variant("Foo", "Foo:1, 2"), variant("Foo", "Foo:1", "Foo:2"));
    assertNotEquals(variant("Foo", "Foo:2, 1"), variant("Foo", "Foo:1", "Foo:2"));
  }

  @Test
  void otherFieldsAreOtherVariants() {
    assertNotEquals(variant("Foo", "Foo:1"), variant("Bar", "Bar:1"));
    assertEquals(variant("Foo, Bar", "Foo:1"), variant("bar,foo", "Foo:1"));
  }

  @Test
  void cookiesThatTheServerDoesNotSeeMakeNoDifference() {
    SharePolicy safe = Given.policy(coalesce -> coalesce.setSafeCookies("a"));
    Vary vary = Vary.of(Given.fields("Vary:Cookie"), safe);

    assertEquals(
        vary.variant(Given.get("http://h/", "Cookie:a=1"), safe),
        vary.variant(Given.get("http://h/"), safe));
  }

  @Test
  void whatIsAllowedToOneOriginDependsOnThat() {
    String allowed = "Access-Control-Allow-Origin:";

    assertEquals("origin", Vary.of(Given.fields(allowed + "http://a"), policy).toString());
    assertEquals("a, origin", Vary.of(Given.fields(allowed + "null", "Vary:A"), policy).toString());
    assertTrue(Vary.of(Given.fields(allowed + "*"), policy).isEmpty());
  }

  @Test
  void withoutTheFieldAllRequestsMatch() {
    assertTrue(Vary.of(Given.fields("Vary:"), policy).isEmpty());
    assertTrue(Vary.of(Given.fields(), policy).isEmpty());
  }
}
