package org.requestrouter.headers;

/**
 * The start of a path that is replaced on the way to the server, and turned back in what the server
 * says. Paths are compared as they came, neither decoded nor normalised, and at the border of a
 * segment only.
 *
 * @param prefix what paths begin with for clients, without a slash at its end; empty for all paths
 * @param replacement what they begin with for servers, without a slash at its end
 */
record PathPrefix(String prefix, String replacement) {

  /** Whether a client's path has the prefix. */
  boolean isIn(String path) {
    return begins(path, prefix);
  }

  /** Returns the path for the server: the same unless it has the prefix. */
  String replace(String path) {
    if (!isIn(path)) {
      return path;
    }
    String rest = path.substring(prefix.length());
    if (!replacement.isEmpty()) {
      return replacement + rest;
    }
    // Two slashes at the start would read as the name of a host.
    int slashes = 0;
    while (slashes < rest.length() && rest.charAt(slashes) == '/') {
      slashes++;
    }
    return "/" + rest.substring(slashes);
  }

  /** Returns the path for the client: the same unless it has the replacement. */
  String restore(String path) {
    if (!begins(path, replacement)) {
      return path;
    }
    String restored = prefix + path.substring(replacement.length());
    return restored.isEmpty() ? "/" : restored;
  }

  private static boolean begins(String path, String start) {
    return path.startsWith("/")
        && path.startsWith(start)
        && (path.length() == start.length() || path.charAt(start.length()) == '/');
  }
}
