package org.requestrouter.alias;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.requestrouter.config.AliasesConfig;

/** The sites with aliases, by their host names. Immutable. */
public final class AliasedSites {
  private final Map<String, AliasedSite> byHost = new HashMap<>();

  /** Makes the scripts of the declared sites, none of which shares a name with another. */
  public AliasedSites(List<AliasesConfig> declared) {
    for (AliasesConfig config : declared) {
      AliasedSite site = new AliasedSite(config);
      site.hosts().forEach(host -> byHost.put(host, site));
    }
  }

  /**
   * Looks whether a request is for the script of a site, or asks whether a page may use an alias.
   * Of all other requests to an alias, which are to be carried by the rules, it sees to it that the
   * page that has sent them may read the answer.
   *
   * @return what answers the request, always; or null
   */
  public Request.Handler answerer(Request request) {
    if (byHost.isEmpty()) {
      return null;
    }
    String name = Request.getServerName(request);
    String host = name == null ? "" : name.toLowerCase(Locale.ROOT);
    AliasedSite site = byHost.get(host);
    return site == null ? null : site.answerer(request, host);
  }
}
