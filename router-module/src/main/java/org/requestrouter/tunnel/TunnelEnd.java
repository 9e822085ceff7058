package org.requestrouter.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;

/** One end of a tunnel: the way to the client, or to the server. */
public interface TunnelEnd {

  /**
   * Opens the end.
   *
   * @param readable run after {@link #waitForInput} when there are bytes, the end or a failure to
   *     be read, and perhaps without need; it never blocks
   */
  void open(Runnable readable);

  /**
   * Reads into a buffer that is empty in Jetty's sense.
   *
   * @return the number of bytes, or -1 at the end
   * @throws IOException if the end is broken
   */
  int read(ByteBuffer buffer) throws IOException;

  /** Asks for {@code readable} to be run once there is something to read. */
  void waitForInput();

  /**
   * Writes bytes, in their time.
   *
   * @param later completed when they are written, unless they are at once
   * @return whether they are written already, so that the callback will not be completed
   * @throws IOException if the end is broken
   */
  boolean write(ByteBuffer bytes, Callback later) throws IOException;

  /** Tells the other side that nothing will follow. */
  void shutdownOutput();

  /** Closes the end after all has been said. */
  void close();

  /**
   * The tunnel is over, and told nothing any more: a selector may keep the end until it has another
   * event.
   */
  void forget();

  /** Closes the end so that the other side cannot take what it has got for the whole. */
  void reset();
}
