/**
 * Leads a client back to the server that it had: by a cookie that the router itself gives, or by
 * what an application's own cookies and header fields reveal. Knows headers only, and no I/O.
 */
package org.requestrouter.affinity;
