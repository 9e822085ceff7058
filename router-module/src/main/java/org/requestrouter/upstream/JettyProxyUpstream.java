package org.requestrouter.upstream;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.config.SendProxy;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Pooling;
import org.requestrouter.exchange.Tunnels;
import org.requestrouter.exchange.Upstream;
import org.requestrouter.headers.ProxyHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that Jetty's proxy carries: {@code https} is HTTP/1.1 over TLS, {@code h2c} HTTP/2 in
 * clear text with prior knowledge. Its connections are its own, also where settings are shared.
 */
final class JettyProxyUpstream implements Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(JettyProxyUpstream.class);
  private static final long LOG_INTERVAL = TimeUnit.SECONDS.toNanos(10);

  private final UpstreamContext context;
  private final JettyProxy proxy;
  private final URI uri;
  private final URI origin;
  private final InetSocketAddress address;
  private final SendProxy sendProxy;
  private final Set<JettyProxyAttempt> attempts = ConcurrentHashMap.newKeySet();
  private final Tunnels tunnels = new Tunnels();
  private final AtomicLong lastLog = new AtomicLong(NanoTime.now() - LOG_INTERVAL);

  JettyProxyUpstream(
      UpstreamContext context,
      JettyProxy proxy,
      URI uri,
      InetSocketAddress address,
      SendProxy sendProxy) {
    this.context = context;
    this.proxy = proxy;
    this.uri = uri;
    this.origin =
        HttpURI.from(proxy.isSecure() ? "https" : "http", uri.getHost(), uri.getPort(), "").toURI();
    this.address = address;
    this.sendProxy = sendProxy;
  }

  @Override
  public void send(Attempt attempt) {
    if (attempt.needsFreshConnection() && proxy.isSecure()) {
      // More connections may be as dead as the one that has just failed.
      closeIdle();
    }
    JettyProxyAttempt carrier = new JettyProxyAttempt(this, attempt);
    // Before the attempt can be aborted, which closes it again.
    carrier.open();
    if (attempt.carriedBy(carrier)) {
      carrier.start();
    } else {
      carrier.abort(new EofException("exchange ended"));
    }
  }

  @Override
  public void closeIdle() {
    pools().forEach(JettyProxyUpstream::closeIdle);
  }

  private static void closeIdle(AbstractConnectionPool pool) {
    Connection connection;
    // Acquired first, so that no other request gets it meanwhile.
    while (pool.getIdleConnectionCount() > 0 && (connection = pool.acquire(false)) != null) {
      connection.close();
    }
  }

  UpstreamContext context() {
    return context;
  }

  JettyProxy proxy() {
    return proxy;
  }

  URI uri() {
    return uri;
  }

  InetSocketAddress address() {
    return address;
  }

  /** Returns a request for a client. */
  JettyProxyRequest newRequest(JettyProxyTarget target, ConnectionMetaData client) {
    JettyProxyRequest request = new JettyProxyRequest(proxy.getHttpClient(), origin, target);
    boolean told = sendProxy != SendProxy.NONE;
    request.tag(new JettyProxyOrigin(this, told ? ProxyHeader.of(sendProxy, client) : null));
    // The attempt watches over the time, since it knows whose turn it is.
    request.idleTimeout(0, TimeUnit.NANOSECONDS);
    return request;
  }

  void started(JettyProxyAttempt attempt) {
    attempts.add(attempt);
    context.timeouts().add(attempt);
  }

  void ended(JettyProxyAttempt attempt) {
    attempts.remove(attempt);
    context.timeouts().remove(attempt);
  }

  /** Tells the operator why there is no TLS with this server, but not with every request. */
  void handshakeFailed(Throwable reason) {
    long last = lastLog.get();
    if (NanoTime.since(last) >= LOG_INTERVAL && lastLog.compareAndSet(last, NanoTime.now())) {
      LOG.warn("TLS handshake with {} failed: {}", uri, reason.getMessage());
    }
  }

  private Stream<AbstractConnectionPool> pools() {
    return destinations().map(to -> (AbstractConnectionPool) to.getConnectionPool());
  }

  /** One, as soon as there was a request, or one for each client that the server is told of. */
  private Stream<Destination> destinations() {
    return proxy.isStarted()
        ? proxy.getHttpClient().getDestinations().stream().filter(this::isOwn)
        : Stream.empty();
  }

  private boolean isOwn(Destination destination) {
    return destination.getOrigin().getTag() instanceof JettyProxyOrigin own
        && own.upstream() == this;
  }

  @Override
  public void forEachAttempt(Consumer<Attempt> action) {
    attempts.forEach(carrier -> action.accept(carrier.attempt()));
  }

  /** The timeout of idle connections is their proxy's, and another has another way. */
  @Override
  public void configure(Pooling pooling) {}

  @Override
  public Tunnels tunnels() {
    return tunnels;
  }

  @Override
  public int connections() {
    return pools().mapToInt(AbstractConnectionPool::getConnectionCount).sum();
  }

  @Override
  public int idleConnections() {
    return pools().mapToInt(AbstractConnectionPool::getIdleConnectionCount).sum();
  }

  @Override
  public int waitingLongerThan(long nanos) {
    return (int) attempts.stream().filter(a -> a.isWaitingLongerThan(nanos)).count();
  }

  /** Those in use end with the client, which the proxy stops. */
  @Override
  public void close() {
    closeIdle();
    tunnels.cut();
  }

  /** Takes away what the proxy keeps for this server. */
  void forget() {
    destinations().forEach(to -> proxy.getHttpClient().removeDestination(to));
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
