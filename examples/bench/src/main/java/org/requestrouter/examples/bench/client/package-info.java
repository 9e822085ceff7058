/** The load generator, a process of its own. */
package org.requestrouter.examples.bench.client;
