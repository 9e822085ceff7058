package org.requestrouter.connector;

import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;

/** Finds what reads from a client. */
public final class ClientEndPoints {

  private ClientEndPoints() {}

  /**
   * Returns the end point whose read interest is that of the connection, or null if it is not
   * known. It is the connection's own, or within one that only says who the client is, as Jetty's
   * for the PROXY protocol does.
   */
  public static AbstractEndPoint reading(EndPoint endPoint) {
    EndPoint inner = endPoint;
    while (inner instanceof EndPoint.Wrapper wrapper && !(inner instanceof AbstractEndPoint)) {
      inner = wrapper.unwrap();
    }
    return inner instanceof AbstractEndPoint reading ? reading : null;
  }
}
