package org.requestrouter.connector;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * Whether requests are handled on the threads that read them. A handler that never blocks, but
 * dispatches to others that may, is non-blocking to our connections only: were the whole server so,
 * Jetty would refuse to deploy a webapp once it has started, since webapps block.
 */
public final class ReaderThread {
  private static final ThreadLocal<Boolean> ASKING = new ThreadLocal<>();

  private ReaderThread() {}

  /** Returns the invocation type of a handler that dispatches to the other one. */
  public static InvocationType dispatching(InvocationType other) {
    return ASKING.get() == null ? other : InvocationType.NON_BLOCKING;
  }

  /**
   * Whether handlers that may block can handle a request on the current thread. The connection
   * takes note that its requests go to such handlers.
   *
   * @return false if the request has to be dispatched, as it always has on a connection not ours
   */
  public static boolean mayBlock(Request request) {
    return request.getConnectionMetaData().getConnection() instanceof InlineHttpConnection inline
        && inline.enterBlocking();
  }

  /** Whether no request blocks the thread that reads it. */
  static boolean handles(Server server) {
    ASKING.set(true);
    try {
      return type(server.getHandler()) == InvocationType.NON_BLOCKING
          && type(server.getDefaultHandler()) == InvocationType.NON_BLOCKING;
    } finally {
      ASKING.remove();
    }
  }

  private static InvocationType type(Handler handler) {
    return handler == null ? InvocationType.NON_BLOCKING : Invocable.getInvocationType(handler);
  }
}
