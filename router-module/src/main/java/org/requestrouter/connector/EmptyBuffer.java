package org.requestrouter.connector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * The buffer that Jetty's HTTP/1 connection has read a request with content from. Jetty keeps it
 * until the response has ended, though it is empty: 16 KiB for as long as a poll by POST waits. It
 * has a method that gives it back, as it does itself wherever it waits for input, but for its own
 * package only.
 */
final class EmptyBuffer {
  private static final MethodHandle RELEASE = find();

  private EmptyBuffer() {}

  private static MethodHandle find() {
    try {
      return MethodHandles.privateLookupIn(HttpConnection.class, MethodHandles.lookup())
          .findVirtual(
              HttpConnection.class, "releaseRequestBuffer", MethodType.methodType(void.class));
    } catch (ReflectiveOperationException x) {
      throw new ExceptionInInitializerError(x);
    }
  }

  /**
   * Makes sure that it can be given back.
   *
   * @throws LinkageError if this is not the Jetty that it is known of
   */
  static void check() {
    // What can fail is the initialization of this class.
  }

  /** Gives it back, if there is one. No other thread may use the connection's buffer meanwhile. */
  static void giveBack(HttpConnection connection) {
    try {
      RELEASE.invokeExact(connection);
    } catch (RuntimeException | Error x) {
      throw x;
    } catch (Throwable x) {
      throw new IllegalStateException(x);
    }
  }
}
