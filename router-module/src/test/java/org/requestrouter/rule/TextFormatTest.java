package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormatTest {
  private static final TestRequest REQUEST =
      TestRequest.get("/a/b?id=7&evil=a%0D%0AX:%20y%00%7f&close=x]y", "X: One");

  private static String of(String format) {
    return TextFormat.compile(format).of(REQUEST);
  }

  @ParameterizedTest
  @CsvSource({
    "'plain, as it is', 'plain, as it is'",
    "%[src], 127.0.0.1",
    "for=%[src];id=%[urlp(id)], for=127.0.0.1;id=7",
    "'%[req.hdr(x),lower]/%[path]', one//a/b",
    "100%%, 100%",
    "%%[src], %[src]",
    "%%%[method]%%, %GET%",
    "'', ''",
    "'[%[req.hdr(none)]]', []",
  })
  void putsSamplesInTheirPlaces(String format, String text) {
    assertEquals(text, of(format));
  }

  @Test
  void aBracketAmongArgumentsEndsNoSample() {
    assertEquals("x!", of("%[urlp(close),field(1,])]!"));
    assertEquals("y!", of("%[urlp(close),field(2,']')]!"));
    assertEquals("x]y!", of("%[urlp(close),field(1,\"\\\")\")]!"));
  }

  @Test
  void controlCharactersOfASampleBecomeBlanks() {
    assertEquals("<a  X: y  >", of("<%[urlp(evil),url_dec]>"));
  }

  @Test
  void blanksAtTheEndsAreLeftOut() {
    assertEquals("a", of(" %[req.hdr(none)] a\t%[urlp(evil),url_dec,field(2,x)] "));
    assertEquals("X", of("%[req.hdr(none)] %[urlp(evil),url_dec,field(1,:),field(2,a)]"));
  }

  /** A filter of a webapp can give fields such values; only their low bytes would be sent. */
  @Test
  void charactersBeyondAByteAreNoLineEndsInDisguise() {
    HttpFields fields = HttpFields.build().add("X", "a\u010D\u010Ab").asImmutable();
    TestRequest request =
        new TestRequest("GET", "/", "1.1", fields, REQUEST.remote(), REQUEST.local(), false);
    assertEquals("a??b", TextFormat.compile("%[req.hdr(x)]").of(request));
  }

  @Test
  void textBeyondAsciiStandsForItsBytes() {
    assertEquals("caf\u00C3\u00A9", of("caf\u00E9"));
  }

  @Test
  void knowsWhetherItIsConstant() {
    assertTrue(TextFormat.compile("a%%b").isConstant());
    assertEquals("a%b", TextFormat.compile("a%%b").of(null));
    assertFalse(TextFormat.compile("a%[src]").isConstant());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\u0000b", "a\u007Fb", "\r", "%[src]\u0001"})
  void refusesControlCharactersInTheText(String format) {
    assertRefused(format, "control character");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%|after % comes [SAMPLE]",
        "100% sure|'% sure': after % comes [SAMPLE]",
        "%ci|'%ci': after % comes [SAMPLE]",
        "%{+Q}[src]|after % comes [SAMPLE]",
        "%[src|missing ']' after '%[src'",
        "%[urlp(a]|missing ']'",
        "%[]|the sample expression is empty",
        "%[path_beg]|is a test, not a sample",
      })
  void refusesWhatIsNoFormat(String format, String reason) {
    assertRefused(format, reason);
  }

  private static void assertRefused(String format, String reason) {
    RuleSyntaxException refused =
        assertThrows(RuleSyntaxException.class, () -> TextFormat.compile(format));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  @Test
  void showsItself() {
    assertEquals("a %[src]", TextFormat.compile("a %[src]").toString());
  }
}
