package org.requestrouter.cache;

/** What the status of a response says about sharing it. */
final class SharedStatus {

  private SharedStatus() {}

  /**
   * Whether responses of the status are never for others: parts and validations, which answer
   * conditions of one request, and those that no cache may keep (RFC 6585, 3 to 6).
   */
  static boolean isForOne(int status) {
    return switch (status) {
      case 206, 304, 428, 429, 431, 511 -> true;
      default -> status < 200;
    };
  }

  /**
   * Whether those who wait get a response that says nothing about its use. A refusal may be owed to
   * a field of the one request that was sent, and must not strike the others; what the server
   * cannot do at all, or fails in, they share, lest all of them ask it again at once.
   */
  static boolean isForAll(int status) {
    return status < 400 || status == 404 || status == 410 || status >= 500;
  }

  /**
   * Whether a response that says nothing about its freshness is kept as long as the policy says:
   * the statuses that are heuristically cacheable (RFC 9110, 15.1), without those that a single odd
   * request can bring about.
   */
  static boolean isKept(int status) {
    return switch (status) {
      case 200, 203, 204, 300, 301, 308, 404, 410 -> true;
      default -> false;
    };
  }

  /** Whether what is kept may be used instead, if that is allowed on errors (RFC 5861, 4). */
  static boolean isError(int status) {
    return switch (status) {
      case 500, 502, 503, 504 -> true;
      default -> false;
    };
  }
}
