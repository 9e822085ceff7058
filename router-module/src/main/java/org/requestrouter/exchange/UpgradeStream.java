package org.requestrouter.exchange;

import org.eclipse.jetty.server.HttpStream;

/**
 * The client's side of an exchange that ends with an upgrade. Jetty hands the connection over
 * within the end of the stream, unless it is closed by then; whichever it is, the tunnel learns of
 * it.
 */
final class UpgradeStream extends HttpStream.Wrapper {
  private final OpenTunnel tunnel;

  UpgradeStream(HttpStream stream, OpenTunnel tunnel) {
    super(stream);
    this.tunnel = tunnel;
  }

  @Override
  public void succeeded() {
    super.succeeded();
    tunnel.handedOver();
  }

  @Override
  public void failed(Throwable cause) {
    super.failed(cause);
    tunnel.handedOver();
  }
}
