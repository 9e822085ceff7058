package org.requestrouter.cache;

import java.util.ArrayList;
import java.util.List;

/** Comparisons of entity tags (RFC 9110, 8.8.3). */
final class EntityTags {
  private static final String WEAK = "W/";

  private EntityTags() {}

  /** Whether both are the same, be they weak or not (RFC 9110, 8.8.3.2). */
  static boolean weaklyEqual(String one, String other) {
    return one != null && other != null && opaque(one).equals(opaque(other));
  }

  /** Whether a list, as of If-None-Match, has the tag, or is {@code *} (RFC 9110, 13.1.2). */
  static boolean listHas(String list, String tag) {
    List<String> listed = elements(list);
    return listed.equals(List.of("*"))
        || listed.stream().anyMatch(element -> weaklyEqual(element, tag));
  }

  /** No backslash in a tag escapes anything, so that lists are not those of quoted strings. */
  private static List<String> elements(String list) {
    List<String> elements = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int at = 0; at <= list.length(); at++) {
      boolean end = at == list.length();
      if (!end && list.charAt(at) == '"') {
        quoted = !quoted;
      } else if (end || (list.charAt(at) == ',' && !quoted)) {
        elements.add(Text.trim(list.substring(start, at)));
        start = at + 1;
      }
    }
    return elements;
  }

  private static String opaque(String tag) {
    String trimmed = Text.trim(tag);
    return trimmed.startsWith(WEAK) ? trimmed.substring(WEAK.length()) : trimmed;
  }
}
