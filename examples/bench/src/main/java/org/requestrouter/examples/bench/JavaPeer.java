package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.requestrouter.examples.bench.server.AsyncProxyServletMain;
import org.requestrouter.examples.bench.server.ProxyHandlerMain;
import org.requestrouter.examples.bench.server.UndertowMain;

/** A proxy in Java that the router is compared with. */
final class JavaPeer implements ProxySystem {
  /** The proxies, each with a main class. */
  enum Kind {
    ASYNC_PROXY_SERVLET(
        "jetty-async-proxy-servlet", "Jetty's AsyncProxyServlet", AsyncProxyServletMain.class),
    PROXY_HANDLER(
        "jetty-proxy-handler",
        "Jetty's ProxyHandler.Reverse, and its websocket-core",
        ProxyHandlerMain.class),
    UNDERTOW("undertow", "Undertow's ProxyHandler", UndertowMain.class);

    private final String id;
    private final String description;
    private final Class<?> main;

    Kind(String id, String description, Class<?> main) {
      this.id = id;
      this.description = description;
      this.main = main;
    }
  }

  private final Kind kind;
  private final JavaHome java;

  JavaPeer(Kind kind, JavaHome java) {
    this.kind = kind;
    this.java = java;
  }

  @Override
  public String id() {
    return kind.id + "@" + java.label();
  }

  @Override
  public String description() {
    return kind.description + ", Java " + java.version();
  }

  @Override
  public Optional<String> missing() {
    return java.isMissing() ? Optional.of("no Java in " + java.directory()) : Optional.empty();
  }

  @Override
  public boolean isJava() {
    return true;
  }

  @Override
  public boolean carriesWebSockets() {
    return kind != Kind.ASYNC_PROXY_SERVLET;
  }

  @Override
  public Running start(Options options, int backEndPort) throws IOException {
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(java.java().toString());
    command.addAll(options.javaOptions());
    command.addAll(List.of("-cp", options.classPath(), kind.main.getName()));
    command.add(Integer.toString(port));
    command.add(Integer.toString(backEndPort));
    command.add(Integer.toString(options.connections()));
    return new Running(this, Child.start(options.work().resolve(id()), command), port);
  }
}
