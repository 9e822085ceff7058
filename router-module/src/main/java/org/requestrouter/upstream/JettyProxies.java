package org.requestrouter.upstream;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;
import org.requestrouter.config.SendProxy;
import org.requestrouter.exchange.Upstream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Jetty proxies that carry servers with {@code https://} and {@code h2c://} URIs: one for all
 * servers with equal settings, and none if there is no such server.
 */
public final class JettyProxies extends ContainerLifeCycle {
  private static final Logger LOG = LoggerFactory.getLogger(JettyProxies.class);
  private static final String H2C = "h2c";

  /** What the servers of one proxy have in common; {@code tls} is null for h2c. */
  record Settings(JettyProxyTiming timing, TlsOptions tls, SendProxy sendProxy, int selectors) {}

  /** A proxy and its servers. */
  private record Shared(JettyProxy proxy, Set<Upstream> servers) {}

  private final Server server;
  private final UpstreamContext context;
  private final int selectors;
  private final Map<Settings, Shared> proxies = new HashMap<>();

  /**
   * Creates what starts and stops the proxies that it will be asked for.
   *
   * @param selectors how many each of them has, at least one
   */
  public JettyProxies(Server server, UpstreamContext context, int selectors) {
    this.server = server;
    this.context = context;
    this.selectors = selectors;
  }

  /** Whether servers of the scheme are carried here. */
  public static boolean carries(String scheme) {
    return "https".equals(scheme) || H2C.equals(scheme);
  }

  /**
   * Returns the way to a server, which is to be {@link #release released} when nobody uses it any
   * more.
   *
   * @param uri the server's, whose host is what its certificate must name
   * @param tls how it is verified; not used for h2c
   * @param sendProxy what its connections are to begin with
   * @throws IllegalArgumentException for TLS options that cannot work, or if HTTP/2 is missing
   */
  public synchronized Upstream upstream(
      URI uri,
      InetSocketAddress address,
      JettyProxyTiming timing,
      TlsOptions tls,
      SendProxy sendProxy) {
    boolean secure = !H2C.equals(uri.getScheme());
    if (secure) {
      check(uri, tls);
    }
    Settings settings = new Settings(timing, secure ? tls : null, sendProxy, selectors);
    Shared shared = proxies.computeIfAbsent(settings, this::create);
    Upstream upstream = new JettyProxyUpstream(context, shared.proxy(), uri, address, sendProxy);
    shared.servers().add(upstream);
    return upstream;
  }

  /** Forgets a server that has no request any more, and stops its proxy if it was the last one. */
  public synchronized void release(Upstream upstream) {
    proxies
        .values()
        .removeIf(
            shared -> {
              if (!shared.servers().remove(upstream)) {
                return false;
              }
              ((JettyProxyUpstream) upstream).forget();
              // Stops it, too.
              return shared.servers().isEmpty() && removeBean(shared.proxy());
            });
  }

  /** What is found bad after the start is only refused. */
  private static void start(JettyProxy proxy) {
    try {
      proxy.start();
    } catch (Exception x) {
      LifeCycle.stop(proxy);
      throw new IllegalArgumentException(x.getMessage(), x);
    }
  }

  private static void check(URI uri, TlsOptions tls) {
    String fault = tls.fault();
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
    if (!tls.verify()) {
      LOG.warn("tlsVerify is false: any certificate is accepted from {}", uri);
    }
  }

  /**
   * The connections to servers stay usable while the server stops, for as long as there are
   * exchanges: Jetty must not find the HTTP/2 sessions and shut them down with its own.
   */
  @Override
  protected <T> void getContainedBeans(Class<T> type, Collection<T> beans) {
    if (type != Graceful.class) {
      super.getContainedBeans(type, beans);
    }
  }

  private Shared create(Settings settings) {
    try {
      JettyProxy proxy = new JettyProxy(server, context, settings);
      if (isStarted()) {
        start(proxy);
      }
      addBean(proxy, true);
      return new Shared(proxy, new HashSet<>());
    } catch (NoClassDefFoundError x) {
      // HTTP/2's classes alone are a matter of choice; what else is missing is a broken module.
      if (settings.tls() != null) {
        throw x;
      }
      throw new IllegalArgumentException(
          "h2c needs Jetty's module http2-client-transport, which is not enabled", x);
    }
  }
}
