package org.requestrouter.examples.notes;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** A web server with a page of notes; a thread serves each request, as usual. */
public final class NotesServer implements AutoCloseable {
  private static final int DEFAULT_PORT = 8081;

  private final Server server = new Server();
  private final ServerConnector connector;

  /**
   * @param port the port to listen on, at 127.0.0.1; 0 for an ephemeral one
   */
  public NotesServer(int port) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.addCustomizer(
        (request, responseHeaders) -> {
          responseHeaders.put(HttpHeader.SERVER, "notes");
          return request;
        });
    connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new NotesHandler());
  }

  public NotesServer start() throws Exception {
    server.start();
    return this;
  }

  /** The port in use, also when an ephemeral one was asked for. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }

  /**
   * @throws IllegalArgumentException for anything but {@code --port N}
   */
  static int parsePort(String... args) {
    if (args.length == 0) {
      return DEFAULT_PORT;
    }
    if (args.length != 2 || !args[0].equals("--port")) {
      throw new IllegalArgumentException("unknown option " + args[0]);
    }
    return Integer.parseInt(args[1]);
  }

  public static void main(String[] args) throws Exception {
    int port;
    try {
      port = parsePort(args);
    } catch (IllegalArgumentException x) {
      System.err.println(x.getMessage());
      System.err.println("usage: NotesServer [--port N]");
      System.exit(2);
      return;
    }
    NotesServer notes = new NotesServer(port);
    notes.server.setStopAtShutdown(true);
    notes.start();
    System.out.println("Notes server ready on http://127.0.0.1:" + notes.port());
    notes.server.join();
  }
}
