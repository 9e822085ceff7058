/** Microbenchmarks of what the router does for each request before it sends anything. */
package org.requestrouter.examples.microbench;
