package org.requestrouter.examples.bench.server;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.ResponseCodeHandler;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;
import org.xnio.Options;

/** Undertow's {@link ProxyHandler}. */
public final class UndertowMain {
  private static final int BACKLOG = 4096;

  private UndertowMain() {}

  /** Takes the own port, the back end's, and the most connections to it. */
  public static void main(String[] args) {
    Lifeline.watch();
    int maxConnections = Integer.parseInt(args[2]);
    LoadBalancingProxyClient client =
        new LoadBalancingProxyClient()
            .setConnectionsPerThread(maxConnections)
            .setSoftMaxConnectionsPerThread(maxConnections)
            .setMaxQueueSize(maxConnections)
            .addHost(URI.create("http://127.0.0.1:" + args[1]));
    Undertow.builder()
        .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
        .setSocketOption(Options.BACKLOG, BACKLOG)
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
        .setHandler(
            ProxyHandler.builder()
                .setProxyClient(client)
                .setNext(ResponseCodeHandler.HANDLE_404)
                .build())
        .build()
        .start();
  }
}
