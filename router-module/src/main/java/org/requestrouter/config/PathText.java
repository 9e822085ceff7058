package org.requestrouter.config;

import java.util.regex.Pattern;

/** Paths in the configuration, which are compared with those of requests byte by byte. */
final class PathText {
  // What RFC 3986, 3.3, allows but the semicolon: that would end the Path of a cookie.
  private static final Pattern PATH =
      Pattern.compile("/([A-Za-z0-9._~!$&'()*+,=:@/-]|%[0-9A-Fa-f]{2})*");
  private static final Pattern DOT_SEGMENT =
      Pattern.compile("(.*/)?(\\.|%2[eE]){1,2}(/.*)?", Pattern.DOTALL);

  private PathText() {}

  /** Returns why a text is no path, or null if it is one. */
  static String fault(String path) {
    if (path == null || !path.startsWith("/")) {
      return "a path begins with '/'";
    }
    if (!PATH.matcher(path).matches()) {
      return "a path consists of letters, digits, -._~!$&'()*+,=:@/ and %XX";
    }
    if (path.contains("//")) {
      return "a path has no empty segments";
    }
    return DOT_SEGMENT.matcher(path).matches() ? "'.' and '..' are not allowed" : null;
  }
}
