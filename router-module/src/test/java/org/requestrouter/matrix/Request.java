package org.requestrouter.matrix;

import java.util.List;

/**
 * What a client asks.
 *
 * @param length how much content will follow, 0 for none, or {@link End#UNKNOWN}
 * @param fieldLines further fields, as they are in HTTP/1
 */
record Request(String method, String target, long length, List<String> fieldLines) {
  /** The host that clients ask for. */
  static final String HOST = "test.example";

  Request(String method, String target, long length, String... fieldLines) {
    this(method, target, length, List.of(fieldLines));
  }
}
