package org.requestrouter.health;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** One server, as Jetty's HTTP client sees it; the tag of the origin says how it is trusted. */
final class CheckDestination extends HttpDestination {

  CheckDestination(HttpClient client, Origin origin) {
    super(client, origin);
  }

  @Override
  public SslContextFactory.Client resolveSslContextFactory() {
    return isSecure() ? (SslContextFactory.Client) getOrigin().getTag() : null;
  }
}
