package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Assertions on one condition and one request. */
final class Conditions {
  private Conditions() {}

  static void assertHit(String condition, RequestHead request) {
    assertTrue(new AclSet().compile(condition).test(request), condition);
  }

  static void assertMiss(String condition, RequestHead request) {
    assertFalse(new AclSet().compile(condition).test(request), condition);
  }

  static void assertPathHit(String condition, String target) {
    assertHit(condition, TestRequest.get(target));
  }

  static void assertPathMiss(String condition, String target) {
    assertMiss(condition, TestRequest.get(target));
  }

  static void assertHostHit(String condition, String host) {
    assertHit(condition, TestRequest.host(host));
  }

  static void assertHostMiss(String condition, String host) {
    assertMiss(condition, TestRequest.host(host));
  }
}
