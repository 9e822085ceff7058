/** What is run as a process of its own behind the load: the back end, and the Java proxies. */
package org.requestrouter.examples.bench.server;
