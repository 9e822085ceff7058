/**
 * Aliases: host names that are one site, the script that spreads a page's requests over them, and
 * what its browser asks of them before it lets the page have the answers (the fetch standard, 3.2).
 */
package org.requestrouter.alias;
