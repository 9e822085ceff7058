package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.requestrouter.rule.Conditions.assertPathHit;
import static org.requestrouter.rule.Conditions.assertPathMiss;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagTest {
  @TempDir private Path directory;

  @BeforeEach
  void writeFile() throws Exception {
    Files.writeString(
        directory.resolve("s.lst"),
        "#comment\n\n  /lead\n/trail \n/CRLF\r\n #hash\n/a b\n/last",
        StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "path -f s.lst, /lead, true",
    "path -f s.lst, /trail, false",
    "path -f s.lst, '/trail ', true",
    "path -f s.lst, /CRLF, true",
    "path -f s.lst, /last, true",
    "path -f s.lst, '/a b', true",
    "path -f s.lst, '', false",
    "path -f s.lst, /crlf, false",
    "path -i -f s.lst, /crlf, true",
    "path -f s.lst -i /x, /crlf, false",
    "path -f s.lst -i /x, /X, true",
    "path -f s.lst /x, /x, true",
    "path -f s.lst -f s.lst, /last, true",
    "path_beg -f s.lst, /leading, true",
    "path -m sub -f s.lst, /x/last/y, true",
  })
  void filesGiveValuesUnderTheFlagsBeforeThem(String expression, String path, boolean verdict) {
    Condition condition = new AclSet(directory).compile("{ " + expression + " }");
    RequestHead any = TestRequest.get("/");
    RequestHead request = new TestRequest("GET", path, "1.1", any.fields(), null, null, false);
    assertEquals(verdict, condition.test(request));
  }

  @Test
  void aHashAfterBlanksInAFileIsAValue() {
    Condition condition = new AclSet(directory).compile("{ hdr(x) -f s.lst }");
    assertEquals(true, condition.test(TestRequest.get("/", "X: #hash")));
    assertEquals(false, condition.test(TestRequest.get("/", "X: #comment")));
  }

  @Test
  void anAbsoluteFileIsTakenAsItIs() {
    String file = directory.resolve("s.lst").toString();
    assertPathHit("{ path -f '" + file + "' }", "/last");
  }

  @Test
  void theMethodOverridesTheSuffix() {
    assertPathHit("{ path_beg -m end b }", "/a/b");
    assertPathMiss("{ path_beg -m end /a }", "/a/b");
  }

  @Test
  void flagsEndAtTheFirstValue() {
    assertPathHit("{ path / -i }", "/");
    assertPathMiss("{ path /a -i }", "/A");
    assertPathHit("{ hdr(host) x -i h }", "/");
  }

  @Test
  void twoDashesEndTheFlags() {
    assertPathHit("{ hdr(host) -- -i h }", "/");
    assertPathMiss("{ path -i -- -i /a }", "/b");
    assertPathHit("{ path -i -- -i /a }", "/A");
  }

  @Test
  void idsAndTheRefusalOfLookUpsChangeNothing() {
    assertPathHit("{ path -u 7 -n /a }", "/a");
  }
}
