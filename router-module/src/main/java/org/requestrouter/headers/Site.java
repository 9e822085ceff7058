package org.requestrouter.headers;

import java.net.URI;
import java.util.Locale;

/**
 * What the URLs of a site begin with.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority the host, and the port unless the scheme implies it; null if it is not known
 */
public record Site(String scheme, String authority) {
  private static final String HTTPS = "https";

  /** The name of a server that is found by no name. */
  private static final Site LOCAL = new Site("http", "localhost");

  /** Returns the name of the server at a URI of the configuration. */
  public static Site of(URI uri) {
    if (uri.getHost() == null) {
      return LOCAL;
    }
    String scheme = HTTPS.equals(uri.getScheme()) ? HTTPS : "http";
    String authority = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    return new Site(scheme, plain(scheme, authority));
  }

  /** Whether two authorities are the same for a scheme. */
  static boolean same(String scheme, String one, String other) {
    return one != null && other != null && plain(scheme, one).equals(plain(scheme, other));
  }

  /** Whether an Origin (RFC 6454, 6.2) is this site's. */
  boolean isOrigin(String origin) {
    int end = origin.indexOf("://");
    return end > 0
        && scheme.equalsIgnoreCase(origin.substring(0, end))
        && same(scheme, authority, origin.substring(end + 3));
  }

  private static String plain(String scheme, String authority) {
    String implied = HTTPS.equalsIgnoreCase(scheme) ? ":443" : ":80";
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.endsWith(implied) ? lower.substring(0, lower.length() - implied.length()) : lower;
  }
}
