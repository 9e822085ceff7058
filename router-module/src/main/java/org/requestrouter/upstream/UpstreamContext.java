package org.requestrouter.upstream;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.requestrouter.exchange.Timeouts;

/**
 * What all connections of a router share.
 *
 * @param selectors what carries the connections
 * @param timeouts the timer
 * @param buffers the server's buffers
 * @param executor for what must not run on a scheduler's thread
 */
public record UpstreamContext(
    UpstreamSelectors selectors, Timeouts timeouts, ByteBufferPool buffers, Executor executor) {}
