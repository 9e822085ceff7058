package org.requestrouter.examples.pubsub;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.DateTimeException;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * A PubSub server that speaks plain HTTP.
 *
 * <ul>
 *   <li>{@code GET /subscriptions/channel/NAME} waits for the next message, and answers {@code
 *       {"id":...,"data":"..."}}, or 204 when none came in time. With {@code ?after=ID} it gives
 *       the first remembered message with a larger id at once, so that nothing is lost between two
 *       polls.
 *   <li>{@code POST /publish/NAME} gives its content to all who wait, and answers {@code
 *       {"id":...,"receivers":...}}.
 *   <li>{@code GET /events/NAME} gives the messages as server-sent events.
 *   <li>{@code /socket/NAME} is a WebSocket: each text is published, and sent back.
 *   <li>{@code /edge/} has what the demo's page about the router's edge asks for.
 * </ul>
 */
public final class PubSubServer implements AutoCloseable {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
  private static final Duration CHANNEL_AGE = Duration.ofMinutes(5);
  private static final String SOCKETS = "/socket/";
  private static final int MAX_THREADS = 16;

  private final Server server = new Server(threads());
  private final WatchingConnector connector = new WatchingConnector(server);
  private final Channels channels;

  public PubSubServer(Settings settings) {
    this.channels = new Channels(settings.memory());
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    // A waiting subscriber's connection is idle, but must not be closed for that.
    connector.setIdleTimeout(settings.hold().plus(KEEP_ALIVE).toMillis());
    server.addConnector(connector);
    server.setHandler(
        new Handler.Sequence(
            new EdgeHandler(channels),
            new SubscribeHandler(channels, settings.hold()),
            new PublishHandler(channels),
            new EventsHandler(channels),
            sockets()));
  }

  private WebSocketUpgradeHandler sockets() {
    return WebSocketUpgradeHandler.from(
        server,
        container -> {
          // Silence is no reason to end a connection here.
          container.setIdleTimeout(Duration.ZERO);
          container.addMapping(
              SOCKETS + "*",
              (request, response, callback) ->
                  new EchoSocket(
                      channels, Request.getPathInContext(request).substring(SOCKETS.length())));
        });
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("pubsub");
    return threads;
  }

  public PubSubServer start() throws Exception {
    server.start();
    scheduleSweep();
    return this;
  }

  private void scheduleSweep() {
    connector
        .getScheduler()
        .schedule(
            () -> {
              channels.sweep(CHANNEL_AGE);
              scheduleSweep();
            },
            CHANNEL_AGE);
  }

  /** The port in use, also when an ephemeral one was asked for. */
  public int port() {
    return connector.getLocalPort();
  }

  /** How many subscribers of a channel wait at this moment. */
  public int waiting(String channel) {
    return channels.waiting(channel);
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }

  public static void main(String[] args) throws Exception {
    Settings settings;
    try {
      settings = Settings.parse(args);
    } catch (IllegalArgumentException | DateTimeException x) {
      System.err.println(x.getMessage());
      System.err.println(Settings.USAGE);
      System.exit(2);
      return;
    }
    PubSubServer pubsub = new PubSubServer(settings);
    pubsub.server.setStopAtShutdown(true);
    pubsub.start();
    System.out.printf("PubSub server ready on http://%s:%d%n", settings.host(), pubsub.port());
    pubsub.server.join();
  }

  private static final class WatchingConnector extends ServerConnector {
    WatchingConnector(Server server) {
      super(server, new HttpConnectionFactory(configuration()));
    }

    private static HttpConfiguration configuration() {
      HttpConfiguration configuration = new HttpConfiguration();
      configuration.setSendServerVersion(false);
      configuration.addCustomizer(
          (request, responseHeaders) -> {
            responseHeaders.put(HttpHeader.SERVER, "pubsub");
            return request;
          });
      return configuration;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
        SocketChannel channel, ManagedSelector selector, SelectionKey key) {
      WatchedEndPoint endPoint = new WatchedEndPoint(channel, selector, key, getScheduler());
      endPoint.setIdleTimeout(getIdleTimeout());
      return endPoint;
    }
  }
}
