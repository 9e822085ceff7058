package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the comparison with Jetty's own servlet does not show. */
class PathRewritingTest {

  @ParameterizedTest
  @CsvSource({
    "/p/a, /base/a",
    "/p, /base",
    "/p/, /base/",
    "/p/a/../b, /base/b",
    "/p/a/.., /base/",
    "/p//a, /base/a",
    "/p/a|\"b, /base/a|\"b"
  })
  void pathsBelowThePrefixComeToLieBelowTheBase(String path, String rewritten) {
    assertEquals(rewritten, new PathRewriting("/p", "/base").rewrite(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/p/../x", "/p/../../x", "/p/a/../../x", "/p/..", "/q", "/", "*"})
  void pathsElsewhereAreRefused(String path) {
    assertNull(new PathRewriting("/p", "/base").rewrite(path));
  }

  @Test
  void pathNextToTheBaseIsRefused() {
    assertNull(new PathRewriting("/p", "/base").rewrite("/p/../base2/x"));
  }

  @Test
  void emptyPathsBecomeTheRoot() {
    assertEquals("/", new PathRewriting("/p", "").rewrite("/p"));
  }

  @Test
  void baseAboveTheRootIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PathRewriting("", "/a/../../b"));
  }
}
