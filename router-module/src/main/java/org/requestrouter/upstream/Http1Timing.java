package org.requestrouter.upstream;

/**
 * The timeouts of the connections to a server, all in nanoseconds.
 *
 * @param connect for a connection to be made
 * @param server for the server to be silent while it has the word
 * @param keepAlive for a connection to be idle in the pool
 */
public record Http1Timing(long connect, long server, long keepAlive) {}
