package org.requestrouter.matrix;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.server.RawHTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** A server of HTTP/2 with prior knowledge. */
final class Http2BackEnd implements BackEnd {
  private final Arrivals arrivals = new Arrivals();
  private final AtomicInteger sessions = new AtomicInteger();
  private final Server server = new Server();
  private final ServerConnector connector;

  Http2BackEnd() throws Exception {
    this(1000);
  }

  /**
   * Starts a server.
   *
   * @param maxStreams how many streams it allows on a connection at a time
   */
  Http2BackEnd(int maxStreams) throws Exception {
    RawHTTP2ServerConnectionFactory factory = new RawHTTP2ServerConnectionFactory(new Listener());
    factory.setMaxConcurrentStreams(maxStreams);
    // The tests reset streams faster than any decent client.
    factory.setRateControlFactory(new RateControl.Factory() {});
    connector = new ServerConnector(server, 1, 1, factory);
    connector.setHost("localhost");
    server.addConnector(connector);
    server.setStopTimeout(0);
    server.start();
  }

  private final class Listener implements ServerSessionListener {
    @Override
    public void onAccept(Session session) {
      sessions.incrementAndGet();
    }

    @Override
    public Stream.Listener onNewStream(Stream stream, HeadersFrame frame) {
      Http2End end = new Http2End(stream, frame);
      arrivals.add(requestTarget(frame), end);
      return end;
    }
  }

  private static String requestTarget(HeadersFrame frame) {
    return ((MetaData.Request) frame.getMetaData()).getHttpURI().getPathQuery();
  }

  /** How many connections have been made so far. */
  int sessions() {
    return sessions.get();
  }

  @Override
  public String address() {
    return "//localhost:" + connector.getLocalPort();
  }

  @Override
  public Http2End accept(String target) throws IOException {
    return (Http2End) arrivals.take(target);
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }
}
