package org.requestrouter.upstream;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** A server behind the router: Jetty with one handler, over TLS or HTTP/2 in clear text. */
final class BackEnd implements AutoCloseable {

  /** What the server does with a request. */
  @FunctionalInterface
  interface Service {
    void serve(Request request, Response response, Callback callback) throws Exception;
  }

  private final Server server = new Server();
  private final ServerConnector connector;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Service service;

  BackEnd(Carrier carrier, Path store, Service service) throws Exception {
    this(carrier, false, store, service);
  }

  /** Creates one that perhaps expects each connection to begin with the PROXY protocol. */
  BackEnd(Carrier carrier, boolean proxied, Path store, Service service) throws Exception {
    this.service = service;
    connector = new ServerConnector(server, 1, 1, carrier.factories(store));
    if (proxied) {
      connector.addFirstConnectionFactory(
          new ProxyConnectionFactory(connector.getDefaultProtocol()));
    }
    connector.setHost("localhost");
    server.addConnector(connector);
    server.setStopTimeout(0);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            requests.incrementAndGet();
            BackEnd.this.service.serve(request, response, callback);
            return true;
          }
        });
    server.start();
  }

  void serve(Service next) {
    service = next;
  }

  int port() {
    return connector.getLocalPort();
  }

  int requests() {
    return requests.get();
  }

  /** How many connections are open. */
  int connections() {
    return connector.getConnectedEndPoints().size();
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }
}
