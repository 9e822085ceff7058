package org.requestrouter.headers;

/**
 * Turns the URL in a field of a response back to what the client used. Absolute URLs are if they
 * name the server, by its own host and port or by the host that it was sent; a path is if it has
 * the prefix. All else, relative paths too, is left as it is.
 *
 * @param prefix what was replaced in the path of the request, or null if nothing was
 * @param server what the server is configured as
 * @param sentHost the Host field that the server got, or null
 * @param client what the client asked for
 */
record LocationField(PathPrefix prefix, Site server, String sentHost, Site client) {

  /** Returns the value for the client: the same if there is nothing to turn back. */
  String restore(String value) {
    int authority = authorityStart(value);
    if (authority < 0) {
      return value.startsWith("/") ? restorePath(value, 0) : value;
    }
    String scheme = authority == 2 ? null : value.substring(0, authority - "://".length());
    int path = end(value, authority, "/?#");
    if (client.authority() == null || !isServer(scheme, value.substring(authority, path))) {
      return value;
    }
    String site = (scheme == null ? "//" : client.scheme() + "://") + client.authority();
    return site + restorePath(value, path);
  }

  private static int authorityStart(String value) {
    if (value.startsWith("//")) {
      return 2;
    }
    for (String start : new String[] {"http://", "https://"}) {
      if (value.regionMatches(true, 0, start, 0, start.length())) {
        return start.length();
      }
    }
    return -1;
  }

  private boolean isServer(String scheme, String authority) {
    String spoken = scheme == null ? server.scheme() : scheme;
    if (!spoken.equalsIgnoreCase(server.scheme()) && !spoken.equalsIgnoreCase(client.scheme())) {
      return false;
    }
    return Site.same(spoken, authority, server.authority())
        || Site.same(spoken, authority, sentHost);
  }

  private String restorePath(String value, int start) {
    int end = end(value, start, "?#");
    String path = start == end ? "/" : value.substring(start, end);
    return (prefix == null ? path : prefix.restore(path)) + value.substring(end);
  }

  private static int end(String value, int from, String delimiters) {
    int at = from;
    while (at < value.length() && delimiters.indexOf(value.charAt(at)) < 0) {
      at++;
    }
    return at;
  }
}
