package org.requestrouter.headers;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.requestrouter.config.RewriteConfig;
import org.requestrouter.rule.RequestHead;

/**
 * What a rule changes in requests and responses, compiled.
 *
 * @param prefix what is replaced in paths, or null
 * @param host the Host field for servers, an empty one for their own name; null for the client's
 * @param requestChanges changes of requests' fields
 * @param responseChanges changes of responses' fields
 * @param location whether Location and Content-Location are turned back
 * @param cookiePath whether Path of cookies is turned back
 */
record Rewriting(
    PathPrefix prefix,
    String host,
    List<FieldChange> requestChanges,
    List<FieldChange> responseChanges,
    boolean location,
    boolean cookiePath) {
  private static final String SERVERS_OWN = "";

  static Rewriting of(RewriteConfig config) {
    PathPrefix prefix =
        config.getStripPrefix() == null
            ? null
            : new PathPrefix(config.getStripPrefix(), config.pathReplacement());
    return new Rewriting(
        prefix,
        host(config.getHost()),
        FieldChange.of(config.requestChanges()),
        FieldChange.of(config.responseChanges()),
        config.isRewriteLocation(),
        config.isRewriteCookiePath());
  }

  private static String host(String declared) {
    return switch (declared) {
      case RewriteConfig.PRESERVE -> null;
      case RewriteConfig.SERVER -> SERVERS_OWN;
      default -> declared;
    };
  }

  /** Returns the path for the server. */
  String path(String path) {
    return prefix == null ? path : prefix.replace(path);
  }

  /** Returns what was replaced in the path of the request, or null if nothing was. */
  PathPrefix replaced(Request request) {
    String path = prefix == null ? null : request.getHttpURI().getPath();
    return path != null && prefix.isIn(path) ? prefix : null;
  }

  /** Returns the Host field for the server. */
  String host(String clients, Site server) {
    if (host == null) {
      return clients;
    }
    return host.isEmpty() ? server.authority() : host;
  }

  Rewriting withoutResponseChanges() {
    return new Rewriting(prefix, host, requestChanges, List.of(), location, cookiePath);
  }

  boolean changesResponses() {
    return location || cookiePath || !responseChanges.isEmpty();
  }

  /** Makes changes; their samples are the request's as the client sent it. */
  void change(List<FieldChange> changes, HttpFields.Mutable fields, Request request) {
    RequestHead head = new JettyRequestHead(request);
    for (FieldChange change : changes) {
      change.apply(fields, head);
    }
  }
}
