package org.requestrouter.exchange;

import org.requestrouter.config.TcpKeepAlive;

/**
 * How the connections to a server are kept.
 *
 * @param keepAlive how long one may be idle, in nanoseconds
 * @param maxConnections how many are opened before idle ones of other selectors are used; never
 *     more, as long as there are no more attempts than that
 * @param tcpKeepAlive how new ones are probed
 */
public record Pooling(long keepAlive, int maxConnections, TcpKeepAlive tcpKeepAlive) {}
