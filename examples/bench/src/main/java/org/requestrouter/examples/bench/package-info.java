/** Compares the router with other proxies, interleaved in one run. */
package org.requestrouter.examples.bench;
