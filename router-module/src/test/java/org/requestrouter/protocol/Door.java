package org.requestrouter.protocol;

/** The entries of the router. Every protocol test runs through each. */
enum Door {
  /** The handler before the webapps. */
  CORE,
  /** The servlet in its own context. */
  SERVLET,
  /** The servlet in an ordinary context, whose requests are dispatched. */
  WEBAPP
}
