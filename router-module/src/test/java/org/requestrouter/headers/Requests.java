package org.requestrouter.headers;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.InetSocketAddress;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/** Requests that no client has sent. */
final class Requests {
  private Requests() {}

  static Request get(String target, HttpFields.Mutable fields, String client) {
    Request request = mock(Request.class);
    ConnectionMetaData connection = mock(ConnectionMetaData.class);
    when(request.getMethod()).thenReturn("GET");
    when(request.getHttpURI()).thenReturn(HttpURI.from("http://authority.example:8080" + target));
    when(request.getHeaders()).thenReturn(fields.asImmutable());
    when(request.getConnectionMetaData()).thenReturn(connection);
    when(connection.getHttpVersion()).thenReturn(HttpVersion.HTTP_1_1);
    when(connection.getRemoteSocketAddress()).thenReturn(new InetSocketAddress(client, 1234));
    return request;
  }
}
