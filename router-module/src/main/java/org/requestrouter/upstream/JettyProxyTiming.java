package org.requestrouter.upstream;

import org.requestrouter.config.TcpKeepAlive;

/**
 * The timing of connections of Jetty's HTTP client; timeouts are in nanoseconds.
 *
 * @param connect the longest for a connection to be made; the exchange's own may be shorter
 * @param keepAlive for a connection to be idle in the pool
 * @param tcpKeepAlive how silent connections are probed
 */
public record JettyProxyTiming(long connect, long keepAlive, TcpKeepAlive tcpKeepAlive) {}
