package org.requestrouter.cache;

import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.StringUtil;
import org.requestrouter.headers.RewrittenHost;

/**
 * The target of a request, without the parameters that make no difference: what responses are kept
 * by (RFC 9111, 2). The host is the one that the server is told, in the Host field, and the scheme
 * belongs to it, since servers are told that, too.
 */
public final class TargetKey {
  /** Secret, so that no client can choose targets that collide. */
  private static final int MULTIPLIER = ThreadLocalRandom.current().nextInt() | 1;

  private static final int OVERHEAD = 64;

  private final Object scope;
  private final String scheme;
  private final String host;
  private final String path;
  private final String query;
  private final int hash;

  private TargetKey(Object scope, String scheme, String host, String path, String query) {
    this.scope = scope;
    this.scheme = scheme;
    this.host = host;
    this.path = path;
    this.query = query;
    int code = hash(hash(hash(System.identityHashCode(scope), scheme), host), path);
    this.hash = query == null ? code : hash(code * MULTIPLIER + '?', query);
  }

  /**
   * Returns the target of a request of any method, or null if it names no host.
   *
   * @param scope what else has to be the same; compared by identity
   */
  public static TargetKey of(Request request, SharePolicy policy, Object scope) {
    HttpURI uri = request.getHttpURI();
    // What a client writes in an absolute URI is not what servers are told.
    String scheme = request.isSecure() ? "https" : "http";
    String host = host(request, scheme);
    if (host == null || uri.getPath() == null) {
      return null;
    }
    return new TargetKey(scope, scheme, host, uri.getPath(), policy.comparedQuery(uri.getQuery()));
  }

  private static String host(Request request, String scheme) {
    String field = request.getHeaders().get(HttpHeader.HOST);
    String host = field == null || field.isEmpty() ? request.getHttpURI().getAuthority() : field;
    if (host == null || host.isEmpty()) {
      return null;
    }
    String normal = normal(host, scheme);
    // A servlet may have replaced it; the client's own is told in X-Forwarded-Host.
    return request instanceof RewrittenHost rewritten
        ? normal + " " + rewritten.clientHost()
        : normal;
  }

  private static String normal(String host, String scheme) {
    String lower = StringUtil.asciiToLowerCase(host);
    String port = scheme.equals("https") ? ":443" : ":80";
    return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
  }

  private static int hash(int start, String text) {
    int code = start;
    for (int i = 0; i < text.length(); i++) {
      code = code * MULTIPLIER + text.charAt(i);
    }
    return code;
  }

  /** About how many bytes it takes. */
  int weight() {
    return OVERHEAD + host.length() + path.length() + (query == null ? 0 : query.length());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TargetKey that
        && hash == that.hash
        && scope == that.scope
        && path.equals(that.path)
        && Objects.equals(query, that.query)
        && host.equals(that.host)
        && scheme.equals(that.scheme);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return scheme + "://" + host + path + (query == null ? "" : "?" + query);
  }
}
