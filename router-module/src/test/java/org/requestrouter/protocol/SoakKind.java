package org.requestrouter.protocol;

import java.util.Locale;

/** What the clients of the soak ask for. */
enum SoakKind {
  /** A response that comes late, and then at once. */
  POLL,
  /** A response that comes late, and is the same for all who ask for it. */
  SHARED,
  /** A response that comes event by event. */
  EVENTS,
  /** A WebSocket whose server sends everything back. */
  SOCKET,
  /** Content that the server compares with the pattern, and counts. */
  UPLOAD,
  /** Content that the client compares with the pattern. */
  DOWNLOAD;

  String path() {
    return "/" + name().toLowerCase(Locale.ROOT);
  }

  static SoakKind of(String target) {
    for (SoakKind kind : values()) if (target.startsWith(kind.path())) return kind;
    throw new AssertionError("no kind has the target " + target);
  }
}
