package org.requestrouter.cost;

/** What the process of the router can be asked about itself. */
enum Gauge {
  /** The port that clients connect to. */
  PORT,
  /** How often a client's connection has gone on without a change of threads. */
  RESUMES,
  /** Tasks of the clients' selector that have cost a change of threads. */
  HANDOVERS,
  /** How often the clients' selector has been woken up. */
  WAKE_UPS,
  /** Sockets that the clients' selector carries. */
  SELECTOR_KEYS,
  /** Selectors of the router's own that are running. */
  OWN_SELECTORS,
  /** Threads of the virtual machine that run Java. */
  THREADS,
  /** Threads of the server's pool that run a job now. */
  BUSY_THREADS,
  /** Bytes that all threads of the server have allocated since their start. */
  ALLOCATED_BYTES,
  /** Bytes of all objects that survive a collection. */
  LIVE_BYTES,
  /** Bytes of all direct buffers. */
  DIRECT_BYTES,
  /** Buffers that are taken from the pool at this moment, if it is tracked. */
  BUFFERS_IN_USE,
  /** Parsers of HTTP/1 that are alive, of either side. */
  PARSERS,
  /** Parsers of responses, used or spare, that are alive. */
  RESPONSE_PARSERS,
  /** Routing tables that are alive; one is that of a router that has not started. */
  ROUTING_TABLES,
  /** Loads the rules anew, and tells how often that has been done. */
  RELOAD
}
