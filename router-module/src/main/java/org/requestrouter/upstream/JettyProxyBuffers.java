package org.requestrouter.upstream;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * The server's buffers, but for the plain bytes of responses over TLS, which are read into buffers
 * on the heap: Jetty's HTTP/1.1 client does not always give those back when a response is given up,
 * and a pool would keep them for ever.
 */
final class JettyProxyBuffers extends ByteBufferPool.Wrapper {

  JettyProxyBuffers(ByteBufferPool pool) {
    super(pool);
  }

  @Override
  public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
    return direct ? super.acquire(size, true) : NON_POOLING.acquire(size, false);
  }
}
