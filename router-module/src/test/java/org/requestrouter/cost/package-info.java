/**
 * Guards against regressions of speed and memory that count, and never time: system calls, hops
 * between threads, allocated bytes, and what a waiting request holds. The router runs in a process
 * of its own, the clients and the back end in the test's.
 */
package org.requestrouter.cost;
