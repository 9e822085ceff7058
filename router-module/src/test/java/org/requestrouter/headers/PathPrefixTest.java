package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPrefixTest {
  private static final PathPrefix STRIPPED = new PathPrefix("/api", "");
  private static final PathPrefix REPLACED = new PathPrefix("/api", "/v2/x");
  private static final PathPrefix ADDED = new PathPrefix("", "/v2");

  @ParameterizedTest
  @CsvSource({
    "/api, /, /v2/x, /v2/api",
    "/api/, /, /v2/x/, /v2/api/",
    "/api/a/b, /a/b, /v2/x/a/b, /v2/api/a/b",
    "/api/%2F;a=%41, /%2F;a=%41, /v2/x/%2F;a=%41, /v2/api/%2F;a=%41",
    "/api/api/a, /api/a, /v2/x/api/a, /v2/api/api/a",
    "/api//a, /a, /v2/x//a, /v2/api//a",
    "/api///, /, /v2/x///, /v2/api///",
    "/api//evil.example/a, /evil.example/a, /v2/x//evil.example/a, /v2/api//evil.example/a",
    "/, /, /, /v2/",
  })
  void isReplacedForTheServer(String path, String stripped, String replaced, String added) {
    assertEquals(stripped, STRIPPED.replace(path));
    assertEquals(replaced, REPLACED.replace(path));
    assertEquals(added, ADDED.replace(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/apis", "/ap", "/API/a", "/%61pi/a", "//api/a", "/x/api", "/", "*", ""})
  void aPathWithoutItIsForwardedAsItIs(String path) {
    assertSame(path, STRIPPED.replace(path));
    assertSame(path, REPLACED.replace(path));
    assertFalse(STRIPPED.isIn(path));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /api/, /, /",
    "/a, /api/a, /a, /a",
    "/v2, /api/v2, /v2, /",
    "/v2/x, /api/v2/x, /api, /x",
    "/v2/x/a, /api/v2/x/a, /api/a, /x/a",
    "/v2/xa, /api/v2/xa, /v2/xa, /xa",
    "a, a, a, a",
  })
  void isTurnedBackForTheClient(String path, String stripped, String replaced, String added) {
    assertEquals(stripped, STRIPPED.restore(path));
    assertEquals(replaced, REPLACED.restore(path));
    assertEquals(added, ADDED.restore(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", ""})
  void whatIsNoPathIsLeftAlone(String path) {
    assertSame(path, ADDED.replace(path));
    assertSame(path, ADDED.restore(path));
  }
}
