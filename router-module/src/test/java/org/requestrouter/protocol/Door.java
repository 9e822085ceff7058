package org.requestrouter.protocol;

/** The entries of the router. Every protocol test runs through each. */
enum Door {
  CORE,
  SERVLET
}
