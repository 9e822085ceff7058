package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {

  private static void assertWords(String line, String... words) {
    assertEquals(List.of(words), Lexer.split(line, Map.of("NAME", "va lue")::get), line);
  }

  @Test
  void blanksAndLineBreaksSeparateWords() {
    assertWords(" a\tb  c\r\n d ", "a", "b", "c", "d");
    assertWords("   ");
  }

  @Test
  void hashBeginsACommentUpToTheEndOfTheLine() {
    assertWords("a # b c", "a");
    assertWords("a#b", "a");
    assertWords("a # b\nc", "a", "c");
    assertWords("'a#b' \"c#d\" e\\#f", "a#b", "c#d", "e#f");
  }

  @Test
  void backslashProtectsBlanksQuotesHashAndItself() {
    assertWords("a\\ b \\\\ \\' \\\" \\#", "a b", "\\", "'", "\"", "#");
  }

  @Test
  void backslashWritesControlCharactersAndBytes() {
    assertWords("\\n\\r\\t\\x41\\xe9", "\n\r\tA\u00e9");
  }

  @Test
  void anyOtherBackslashStays() {
    assertWords("\\d ^/a\\.b$ \\1 \\$x \\", "\\d", "^/a\\.b$", "\\1", "\\$x", "\\");
  }

  @Test
  void weakQuotesKeepBlanksAndExpandEscapesAndVariables() {
    assertWords(
        "\"a b\\tc\\\"\" \"<$NAME>\" \"${NAME}s\" \"\\$NAME\"",
        "a b\tc\"",
        "<va lue>",
        "va lues",
        "$NAME");
  }

  @Test
  void strongQuotesExpandNothing() {
    assertWords("'a \\n $NAME \"'", "a \\n $NAME \"");
  }

  @Test
  void variablesExpandInWeakQuotesOnly() {
    assertWords("$NAME ${NAME}", "$NAME", "${NAME}");
  }

  @Test
  void quotesJoinWithWhatIsAroundThem() {
    assertWords("a'b c'\"d e\"f", "ab cd ef");
  }

  @Test
  void emptyQuotesAreAnEmptyWord() {
    assertWords("a \"\" '' b", "a", "", "", "b");
  }

  @Test
  void charactersOutsideAsciiBecomeTheBytesThatHeaderFieldsHave() {
    assertWords("\u00e9 '\u20ac'", "\u00c3\u00a9", "\u00e2\u0082\u00ac");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a 'b", "a \"b", "\\x4", "\\xzz", "\"$\"", "\"${NAME\"", "\"$OTHER\""})
  void refusesWhatIsIncompleteAndQuotesIt(String line) {
    RuleSyntaxException e =
        assertThrows(
            RuleSyntaxException.class, () -> Lexer.split(line, Map.of("NAME", "value")::get));
    assertTrue(e.getMessage().contains("'"), e.getMessage());
  }
}
