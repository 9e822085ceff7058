/**
 * Every way of a client to the router, by every way of the router to a server, through every door:
 * the same operations, end to end, and the table of them in the documents.
 */
package org.requestrouter.matrix;
