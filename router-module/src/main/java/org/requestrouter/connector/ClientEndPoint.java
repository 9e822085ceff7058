package org.requestrouter.connector;

import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;

/** Finds what a client's connection is read by. */
public final class ClientEndPoint {

  private ClientEndPoint() {}

  /**
   * Returns the end point that has the read interest of a connection, or null if that is none of
   * Jetty's own. It is the connection's, unless that one only tells what a proxy has said of the
   * client (PROXY protocol), and passes on all else.
   */
  public static AbstractEndPoint of(EndPoint endPoint) {
    EndPoint found = endPoint;
    while (!(found instanceof AbstractEndPoint) && found instanceof EndPoint.Wrapper wrapper) {
      found = wrapper.unwrap();
    }
    return found instanceof AbstractEndPoint own ? own : null;
  }
}
