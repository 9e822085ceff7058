package org.requestrouter.upstream;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.tunnel.Tunnel;

/**
 * What all connections of a router share.
 *
 * @param selectors what carries the connections
 * @param timeouts the timer
 * @param buffers the server's buffers
 * @param executor for what must not run on a scheduler's thread
 * @param scheduler for what is looked at again later
 */
public record UpstreamContext(
    UpstreamSelectors selectors,
    Timeouts timeouts,
    ByteBufferPool buffers,
    Executor executor,
    Scheduler scheduler) {

  /** Returns what tunnels need of it. */
  Tunnel.Services tunnels() {
    return new Tunnel.Services(timeouts, buffers, executor);
  }
}
