package org.requestrouter.headers;

/** Turns the Path of a cookie, in a value of Set-Cookie, back to what the client used. */
final class CookiePath {
  private static final String NAME = "path";

  private CookiePath() {}

  /** Returns the value for the client: the same if its Path has not the prefix, or it has none. */
  static String restore(String cookie, PathPrefix prefix) {
    int semicolon = cookie.indexOf(';');
    if (semicolon < 0) {
      return cookie;
    }
    StringBuilder restored = new StringBuilder(cookie.substring(0, semicolon));
    while (semicolon < cookie.length()) {
      int next = cookie.indexOf(';', semicolon + 1);
      int end = next < 0 ? cookie.length() : next;
      restored.append(';').append(attribute(cookie.substring(semicolon + 1, end), prefix));
      semicolon = end;
    }
    return restored.toString();
  }

  private static String attribute(String attribute, PathPrefix prefix) {
    int equal = attribute.indexOf('=');
    if (equal < 0 || !attribute.substring(0, equal).strip().equalsIgnoreCase(NAME)) {
      return attribute;
    }
    String path = attribute.substring(equal + 1).strip();
    String restored = prefix.restore(path);
    if (restored.equals(path)) {
      return attribute;
    }
    // The root is all that the prefix covers, and the path without a slash belongs to that.
    boolean root = path.equals("/") && !prefix.prefix().isEmpty();
    return attribute.substring(0, equal + 1) + (root ? prefix.prefix() : restored);
  }
}
