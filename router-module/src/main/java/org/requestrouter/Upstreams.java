package org.requestrouter;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.CheckConfig;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.SendProxy;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.exchange.Pooling;
import org.requestrouter.exchange.Upstream;
import org.requestrouter.headers.ProxyHeader;
import org.requestrouter.health.CheckTarget;
import org.requestrouter.upstream.Http1Upstream;
import org.requestrouter.upstream.JettyProxies;
import org.requestrouter.upstream.JettyProxyTiming;
import org.requestrouter.upstream.StoreFile;
import org.requestrouter.upstream.TlsOptions;
import org.requestrouter.upstream.UpstreamContext;

/**
 * Makes the way to a server, by the scheme of its URI.
 *
 * @param proxies what carries all but http
 * @param base what relative paths start from
 */
record Upstreams(UpstreamContext context, JettyProxies proxies, Path base) {

  /**
   * By what a server is known again after a reload. What cannot change on connections that there
   * are is a part of it, as is what Jetty's proxies cannot change while they run, which is null for
   * servers that they do not carry.
   */
  record Key(
      String backend,
      String server,
      URI uri,
      SendProxy sendProxy,
      JettyProxyTiming timing,
      TlsOptions tls) {

    /** Whether the other is the same server in the eyes of who configures it. */
    boolean isSucceededBy(Key other) {
      return backend.equals(other.backend) && server.equals(other.server) && uri.equals(other.uri);
    }
  }

  Key key(BackendConfig backend, ServerConfig server) {
    boolean proxied = JettyProxies.carries(server.uri().getScheme());
    return new Key(
        backend.name(),
        server.name(),
        server.uri(),
        server.getSendProxy(),
        proxied ? timing(backend) : null,
        proxied ? tls(server) : null);
  }

  /** Returns the way to the server; throws a ConfigurationException if there can be none. */
  Upstream create(BackendConfig backend, ServerConfig server) {
    if (!JettyProxies.carries(server.uri().getScheme())) {
      return new Http1Upstream(
          context, address(server), server.getSendProxy(), pooling(backend, server));
    }
    try {
      return proxies.upstream(
          server.uri(),
          internetAddress(server),
          timing(backend),
          tls(server),
          server.getSendProxy());
    } catch (IllegalArgumentException x) {
      throw refused(server, x.getMessage());
    }
  }

  /** Gives up the way to a server that nobody uses any more. */
  void release(Upstream upstream) {
    proxies.release(upstream);
  }

  /** Returns what checks of the server do, or null if there are none. */
  CheckTarget checkTarget(BackendConfig backend, ServerConfig server) {
    CheckConfig check = backend.getCheck();
    if (check == null) {
      return null;
    }
    boolean secure = "https".equals(server.uri().getScheme());
    SslContextFactory.Client tls = secure ? tls(server).contextFactory() : null;
    return new CheckTarget(server.uri(), address(server), check, tls, opening(server));
  }

  /** Checks serve no client. */
  private static ByteBuffer opening(ServerConfig server) {
    return server.getSendProxy() == SendProxy.NONE
        ? BufferUtil.EMPTY_BUFFER
        : ProxyHeader.ofOwn(server.getSendProxy()).buffer();
  }

  private static JettyProxyTiming timing(BackendConfig backend) {
    return new JettyProxyTiming(
        backend.getConnectTimeout().toNanos(),
        backend.getKeepAliveTimeout().toNanos(),
        backend.getTcpKeepAlive());
  }

  private static Pooling pooling(BackendConfig backend, ServerConfig server) {
    int limit = server.getMaxConnections();
    return new Pooling(
        backend.getKeepAliveTimeout().toNanos(),
        limit == 0 ? Integer.MAX_VALUE : limit,
        backend.getTcpKeepAlive());
  }

  private TlsOptions tls(ServerConfig server) {
    String trusted = server.getTrustStore();
    String own = server.getKeyStore();
    return new TlsOptions(
        server.isTlsVerify(),
        server.getTlsServerName(),
        StoreFile.of("trustStore", path(trusted), server.getTrustStorePassword()),
        StoreFile.of("keyStore", path(own), server.getKeyStorePassword()));
  }

  private Path path(String file) {
    return file == null ? null : base.resolve(file);
  }

  private static SocketAddress address(ServerConfig server) {
    return server.isUnix()
        ? UnixDomainSocketAddress.of(server.uri().getPath())
        : internetAddress(server);
  }

  /** Resolves the name now: on the path of a request nothing may wait for DNS. */
  private static InetSocketAddress internetAddress(ServerConfig server) {
    if (server.address() != null) {
      return new InetSocketAddress(server.address(), server.uri().getPort());
    }
    InetSocketAddress address =
        new InetSocketAddress(server.uri().getHost(), server.uri().getPort());
    if (address.isUnresolved()) {
      throw refused(server, "unknown host");
    }
    return address;
  }

  /** Says which server is refused, where it is declared, and why. */
  static ConfigurationException refused(ServerConfig server, String reason) {
    String place = server.origin().isEmpty() ? "" : server.origin() + ": ";
    return new ConfigurationException(
        place + "server '" + server.name() + "' '" + server.uri() + "': " + reason);
  }
}
