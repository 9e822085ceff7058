package org.requestrouter.upstream;

/**
 * The timeouts of Jetty's HTTP client, in nanoseconds.
 *
 * @param connect the longest for a connection to be made; the exchange's own may be shorter
 * @param keepAlive for a connection to be idle in the pool
 */
public record JettyProxyTiming(long connect, long keepAlive) {}
