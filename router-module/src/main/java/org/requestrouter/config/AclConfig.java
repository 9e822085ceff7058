package org.requestrouter.config;

/**
 * One declared ACL. Several declarations of one name are alternatives of each other.
 *
 * @param name the name that conditions use
 * @param expression a fetch, flags and patterns, for example {@code path_beg /chat/}
 * @param origin file, line and element of the declaration, or an empty string if not in a file
 */
public record AclConfig(String name, String expression, String origin) {}
