package org.requestrouter.exchange;

/**
 * The timeouts of an exchange, all in nanoseconds: its rule's, or else its backend's.
 *
 * @param connect for a connection to a server to be made
 * @param queue for a wait in the queue
 * @param server for a server to be silent while it owes something
 * @param client for a client to be silent while it owes something, or 0 for the connector's
 * @param tunnel for an upgraded connection to be silent
 * @param total for the whole exchange, or 0 for no limit
 * @param eventStreamKeepAlive for a stream of events to be quiet before the router sends a comment,
 *     or 0 for no comments
 */
public record Timing(
    long connect,
    long queue,
    long server,
    long client,
    long tunnel,
    long total,
    long eventStreamKeepAlive) {

  Timing withoutTotal() {
    return new Timing(connect, queue, server, client, tunnel, 0, eventStreamKeepAlive);
  }
}
