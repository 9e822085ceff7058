package org.requestrouter.connector;

import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Attributes;
import org.eclipse.jetty.util.HostPort;

/**
 * What is kept of a client's connection for a request that is made from the client's and may
 * outlive it. There is no connection behind it any more, so nobody watches it, and nothing is
 * written there.
 */
public final class DetachedConnection extends Attributes.Lazy implements ConnectionMetaData {
  private final String id;
  private final HttpConfiguration configuration;
  private final Connector connector;
  private final ManagedSelector selector;
  private final boolean secure;
  private final SocketAddress remote;
  private final SocketAddress local;
  private final HostPort authority;

  /** Copies what is known of the request's connection. */
  public DetachedConnection(Request request) {
    ConnectionMetaData client = request.getConnectionMetaData();
    id = client.getId();
    configuration = client.getHttpConfiguration();
    connector = client.getConnector();
    selector = ClientSelectors.of(request);
    secure = client.isSecure();
    remote = client.getRemoteSocketAddress();
    local = client.getLocalSocketAddress();
    authority = client.getServerAuthority();
  }

  /** The selector that carried the client's connection, or null if it was not known. */
  ManagedSelector selector() {
    return selector;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public HttpConfiguration getHttpConfiguration() {
    return configuration;
  }

  /** Returns HTTP/1.1, whatever the client speaks: the request depends on no client's version. */
  @Override
  public HttpVersion getHttpVersion() {
    return HttpVersion.HTTP_1_1;
  }

  @Override
  public String getProtocol() {
    return HttpVersion.HTTP_1_1.asString();
  }

  /** Returns null. */
  @Override
  public Connection getConnection() {
    return null;
  }

  @Override
  public Connector getConnector() {
    return connector;
  }

  @Override
  public boolean isPersistent() {
    return false;
  }

  @Override
  public boolean isSecure() {
    return secure;
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return remote;
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return local;
  }

  @Override
  public HostPort getServerAuthority() {
    return authority;
  }
}
