package org.requestrouter.cache;

import java.util.List;

/**
 * What a request has of the fields that a response's Vary names (RFC 9111, 4.1).
 *
 * @param names the names, in lower case and order
 * @param values for each of them the normalised value, or null if the request has no such field
 */
public record Variant(List<String> names, List<String> values) {
  static final Variant NONE = new Variant(List.of(), List.of());
}
