package org.requestrouter.protocol;

import java.util.List;
import java.util.Random;

/**
 * One exchange of the soak, as its client has drawn it. What the server must know of it is in the
 * request.
 *
 * @param id a number of its own
 * @param size bytes, events or messages, two at least
 * @param chunked whether sized content comes without its size
 * @param dies when its server breaks off
 * @param fuse when its client leaves, in milliseconds; negative if it stays
 */
record SoakPlan(long id, SoakKind kind, int size, boolean chunked, Death dies, int fuse) {
  /** When a server breaks off. */
  enum Death {
    NEVER,
    /** With the request read as far as its header, and nothing answered. */
    UNANSWERED,
    /** In the middle of what it sends or reads. */
    HALFWAY
  }

  private static final List<SoakKind> KINDS = List.of(SoakKind.values());
  private static final int MOST_BYTES = 200_000;
  private static final int MOST_PIECES = 12;
  private static final int LONGEST_FUSE = 400;

  /** Of eight exchanges, one is left by its client, and of twelve, one is broken off. */
  static SoakPlan draw(long id, Random random) {
    SoakKind kind = KINDS.get(random.nextInt(KINDS.size()));
    boolean sized = kind == SoakKind.UPLOAD || kind == SoakKind.DOWNLOAD;
    int size = 2 + random.nextInt(sized ? MOST_BYTES : MOST_PIECES);
    boolean chunked = random.nextBoolean();
    int fuse = random.nextInt(8) == 0 ? random.nextInt(LONGEST_FUSE) : -1;
    Death dies = Death.NEVER;
    // What is shared is asked for by one of many, whose plan the others do not know.
    if (kind != SoakKind.SHARED && random.nextInt(12) == 0)
      dies = random.nextBoolean() ? Death.UNANSWERED : Death.HALFWAY;
    return new SoakPlan(id, kind, size, chunked, dies, fuse);
  }

  static SoakPlan read(Head head) {
    return new SoakPlan(
        Long.parseLong(head.list("X-Id")),
        SoakKind.of(head.target()),
        Integer.parseInt(head.list("X-Size")),
        Boolean.parseBoolean(head.list("X-Chunked")),
        Death.valueOf(head.list("X-Dies")),
        -1);
  }

  /** What to ask for; what is shared is one of a few. */
  String target() {
    return kind == SoakKind.SHARED ? kind.path() + "/" + size : kind.path();
  }

  String[] fields() {
    return new String[] {
      "X-Id: " + id, "X-Size: " + size, "X-Chunked: " + chunked, "X-Dies: " + dies
    };
  }

  /** How a side that breaks off does it. */
  Wire.End end() {
    return id % 2 == 0 ? Wire.End.FIN : Wire.End.RESET;
  }

  /** Every fifth response announces the end of its connection. */
  boolean isLast() {
    return id % 5 == 0;
  }
}
