package org.requestrouter.alias;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.requestrouter.config.AliasesConfig;
import org.requestrouter.headers.CrossOriginFields;

/** A site with aliases, and what is answered for it here. */
final class AliasedSite {
  private static final String JAVASCRIPT = "text/javascript;charset=utf-8";

  private final Set<String> aliases;
  private final Set<String> hosts;
  private final Map<String, Request.Handler> scripts;
  private final Request.Handler preflight;

  AliasedSite(AliasesConfig config) {
    aliases = Set.copyOf(config.aliases());
    hosts = new HashSet<>(config.pages());
    hosts.addAll(aliases);
    long maxAge = config.getScriptMaxAge().toSeconds();
    scripts =
        Map.of(
            config.getScript() + ".js",
            new ScriptHandler(ClientScript.classic(config), JAVASCRIPT, maxAge),
            config.getScript() + ".mjs",
            new ScriptHandler(ClientScript.module(config), JAVASCRIPT, maxAge),
            config.getScript() + ".json",
            new ScriptHandler(ClientScript.settings(config), "application/json", maxAge));
    preflight = new Preflight(config.getPreflightMaxAge().toSeconds());
  }

  /** All host names, of pages and of aliases. */
  Set<String> hosts() {
    return hosts;
  }

  /** Returns what answers the request here, or null; it may go on with other streams. */
  Request.Handler answerer(Request request, String host) {
    if (aliases.contains(host) && !request.getHeaders().contains(HttpHeader.UPGRADE)) {
      String origin = origin(request);
      request.addHttpStreamWrapper(stream -> new SharedStream(stream, origin));
      if (origin != null && CrossOriginFields.isPreflight(request)) {
        return preflight;
      }
    }
    return scripts.get(request.getHttpURI().getPath());
  }

  /** The origin of the page that sends the request, if it is one of the site, or null. */
  private String origin(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    return origin != null && PageOrigin.isSibling(origin, request, hosts) ? origin : null;
  }
}
