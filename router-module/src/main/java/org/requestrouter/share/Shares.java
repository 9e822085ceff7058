package org.requestrouter.share;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.requestrouter.cache.ResponseCache;
import org.requestrouter.cache.SharePolicy;
import org.requestrouter.exchange.RouteSettings;
import org.requestrouter.exchange.ServerGroup;

/**
 * What all rules that share responses have in common.
 *
 * @param cache what is kept, and what has been learnt of responses
 * @param buffers where the content of shared responses is kept
 * @param executor answers when many wait
 */
public record Shares(ResponseCache cache, ByteBufferPool buffers, Executor executor) {

  /** Returns a backend whose requests are shared as a rule wants it. */
  public ServerGroup among(ServerGroup backend, RouteSettings settings, SharePolicy policy) {
    return new Coalescer(this, backend, settings, policy);
  }
}
