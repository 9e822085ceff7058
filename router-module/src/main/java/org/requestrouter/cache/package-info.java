/**
 * What HTTP says about answering several requests with one response, and about keeping it for a
 * while (RFC 9110, 9111, 5861 and 9211). Knows headers and bytes only, and no I/O.
 */
package org.requestrouter.cache;
