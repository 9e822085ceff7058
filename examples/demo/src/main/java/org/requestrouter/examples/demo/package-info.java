/** Runs the whole use case: two back ends, and a Jetty with the router in front of them. */
package org.requestrouter.examples.demo;
