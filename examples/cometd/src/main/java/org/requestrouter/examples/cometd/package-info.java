/** A CometD server, several of which share their clients behind the router. */
package org.requestrouter.examples.cometd;
