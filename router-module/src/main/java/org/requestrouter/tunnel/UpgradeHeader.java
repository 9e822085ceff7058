package org.requestrouter.tunnel;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.requestrouter.exchange.Downstream;
import org.requestrouter.exchange.ExtendedConnect;

/** What tells a client, and Jetty, that the client's connection is upgraded. */
final class UpgradeHeader {
  private UpgradeHeader() {}

  /**
   * Completes the header of the response, whose other fields are there already.
   *
   * @param protocol the one that was agreed on
   * @param tunnel what takes the client's connection over at the end of the exchange
   */
  static void put(Downstream downstream, String protocol, Connection tunnel) {
    Request request = downstream.request();
    Response response = downstream.response();
    if (ExtendedConnect.isBehind(request)) {
      response.setStatus(HttpStatus.OK_200);
      response.getHeaders().remove(HttpHeader.SEC_WEBSOCKET_ACCEPT);
    } else {
      response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
      response.getHeaders().put(HttpHeader.UPGRADE, protocol);
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.UPGRADE.asString());
    }
    request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, tunnel);
  }
}
