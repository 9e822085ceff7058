package org.requestrouter.upstream;

/**
 * What is asked of a server.
 *
 * @param query without its question mark, or null
 */
record JettyProxyTarget(String method, String path, String query) {}
