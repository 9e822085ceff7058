package org.requestrouter.affinity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.CookieConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.config.StickConfig;
import org.requestrouter.rule.RequestHead;

/**
 * The affinity of a backend's clients to its servers. A backend without any has no such object, and
 * pays nothing.
 */
public final class Affinity {
  private final CookieAffinity cookie;
  private final StickAffinity stick;

  Affinity(CookieAffinity cookie, StickAffinity stick) {
    this.cookie = cookie;
    this.stick = stick;
  }

  /** Creates the affinity of a backend; null if its declaration has neither cookie nor stick. */
  public static Affinity of(BackendConfig backend) {
    return of(backend, backend.servers());
  }

  /** As {@link #of(BackendConfig)}, for a backend whose declared servers have become these. */
  public static Affinity of(BackendConfig backend, List<ServerConfig> servers) {
    CookieConfig cookie = backend.getCookie();
    StickConfig stick = backend.getStick();
    if (cookie == null && stick == null) {
      return null;
    }
    return new Affinity(
        cookie == null ? null : new CookieAffinity(cookie, values(servers)),
        stick == null ? null : new StickAffinity(stick, new StickTable(stick)));
  }

  /** The value of the cookie for each server's name. */
  private static Map<String, String> values(List<ServerConfig> servers) {
    Map<String, String> values = new LinkedHashMap<>();
    servers.forEach(server -> values.put(server.name(), server.getCookie()));
    return values;
  }

  /**
   * Goes on with what was learnt before a change of the configuration.
   *
   * @param previous the affinity of the same backend until now, or null
   */
  public Affinity after(Affinity previous) {
    if (stick == null || previous == null || previous.stick == null) {
      return this;
    }
    return new Affinity(cookie, stick.after(previous.stick));
  }

  /** Looks for what binds a request to a server; the bond lasts as long as the exchange. */
  public Bond bind(RequestHead request) {
    return new Bond(this, request);
  }

  /** Returns the cookie, or null. */
  CookieAffinity cookie() {
    return cookie;
  }

  /** Returns the table, or null. */
  StickAffinity stick() {
    return stick;
  }

  /** How many values are kept with a server now, or nearly so. */
  public long learnt() {
    return stick == null ? 0 : stick.table().size();
  }
}
