package org.requestrouter.servlet;

import org.eclipse.jetty.util.URIUtil;

/** Replaces the start of a path by another, and never leaves what lies below that. */
final class PathRewriting {
  private final String prefix;
  private final String base;

  /**
   * Creates a rewriting.
   *
   * @param prefix what paths begin with: any text, as in Jetty's own proxy servlet
   * @param base what takes its place; a slash at its end is of no importance
   * @throws IllegalArgumentException if the base leads above the root
   */
  PathRewriting(String prefix, String base) {
    String normal = normalize(base);
    if (normal == null) {
      throw new IllegalArgumentException("the path leads above the root");
    }
    this.prefix = prefix;
    this.base = normal.endsWith("/") ? normal.substring(0, normal.length() - 1) : normal;
  }

  private static String normalize(String path) {
    return URIUtil.normalizePath(URIUtil.compactPath(path));
  }

  /** Returns the other path, or null if the path lies elsewhere, or would come to lie there. */
  String rewrite(String path) {
    if (!path.startsWith(prefix)) {
      return null;
    }
    String rest = path.substring(prefix.length());
    String slash = rest.isEmpty() || rest.startsWith("/") ? "" : "/";
    String joined = normalize(base + slash + rest);
    if (joined == null) {
      return null;
    }
    if (joined.isEmpty()) {
      return "/";
    }
    return joined.startsWith(base) && isBoundary(joined, base.length()) ? joined : null;
  }

  private static boolean isBoundary(String path, int index) {
    return index == path.length() || path.charAt(index) == '/';
  }

  @Override
  public String toString() {
    return prefix + "* -> " + base + "/*";
  }
}
