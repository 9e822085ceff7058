/** An ordinary web server, as there was one before the router came. */
package org.requestrouter.examples.notes;
