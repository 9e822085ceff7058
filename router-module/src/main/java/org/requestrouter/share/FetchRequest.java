package org.requestrouter.share;

import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.Attributes;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.connector.DetachedConnection;
import org.requestrouter.headers.RewrittenHost;

/**
 * The request that a server sees instead of those of all clients: a GET without content, made from
 * the first client's, which may leave before the response comes. It has no stream of any client
 * behind it, so nothing of it ever fails by itself.
 */
class FetchRequest extends Attributes.Lazy implements Request {
  private final String id;
  private final String method;
  private final HttpURI uri;
  private final HttpFields fields;
  private final boolean secure;
  private final ConnectionMetaData connection;
  private final long begin = NanoTime.now();

  /** One whose client has asked for another host than the server is told. */
  private static final class OfOtherHost extends FetchRequest implements RewrittenHost {
    private final String clientHost;

    OfOtherHost(Request client, HttpFields fields, String clientHost) {
      super(client, fields);
      this.clientHost = clientHost;
    }

    @Override
    public String clientHost() {
      return clientHost;
    }
  }

  /**
   * Creates a request.
   *
   * @param client whose request it is made from
   * @param fields what is sent of its header
   */
  static FetchRequest of(Request client, HttpFields fields) {
    return client instanceof RewrittenHost rewritten
        ? new OfOtherHost(client, fields, rewritten.clientHost())
        : new FetchRequest(client, fields);
  }

  private FetchRequest(Request client, HttpFields fields) {
    this.id = client.getId();
    this.method = client.getMethod();
    this.uri = client.getHttpURI();
    this.fields = fields;
    this.secure = client.isSecure();
    this.connection = new DetachedConnection(client);
  }

  @Override
  public String getId() {
    return id;
  }

  /** Not supported: what belongs to a client's connection is not there. */
  @Override
  public Components getComponents() {
    throw new UnsupportedOperationException("no client");
  }

  @Override
  public ConnectionMetaData getConnectionMetaData() {
    return connection;
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public HttpURI getHttpURI() {
    return uri;
  }

  /** Returns the server's context, in which tasks run that no webapp owns. */
  @Override
  public Context getContext() {
    return connection.getConnector().getServer().getContext();
  }

  @Override
  public HttpFields getHeaders() {
    return fields;
  }

  @Override
  public void demand(Runnable demandCallback) {
    demandCallback.run();
  }

  @Override
  public HttpFields getTrailers() {
    return null;
  }

  @Override
  public long getBeginNanoTime() {
    return begin;
  }

  @Override
  public long getHeadersNanoTime() {
    return begin;
  }

  @Override
  public boolean isSecure() {
    return secure;
  }

  @Override
  public long getLength() {
    return 0;
  }

  @Override
  public Content.Chunk read() {
    return Content.Chunk.EOF;
  }

  @Override
  public void fail(Throwable failure) {
    // There is no content to fail.
  }

  @Override
  public boolean consumeAvailable() {
    return true;
  }

  @Override
  public void addIdleTimeoutListener(Predicate<TimeoutException> onIdleTimeout) {
    // No client is idle here.
  }

  @Override
  public void addFailureListener(Consumer<Throwable> onFailure) {
    // No client leaves here: those that wait tell by themselves.
  }

  @Override
  public TunnelSupport getTunnelSupport() {
    return null;
  }

  @Override
  public void addHttpStreamWrapper(Function<HttpStream, HttpStream> wrapper) {
    throw new UnsupportedOperationException("no client");
  }

  @Override
  public Session getSession(boolean create) {
    return null;
  }

  @Override
  public String toString() {
    return "fetch " + uri.getPathQuery();
  }
}
