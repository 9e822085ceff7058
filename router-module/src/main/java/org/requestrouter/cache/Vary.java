package org.requestrouter.cache;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.StringUtil;

/**
 * The fields of a request that a response depends on (RFC 9110, 12.5.5). Two requests match if
 * their fields are the same but for whitespace and the division into lines (RFC 9111, 4.1).
 */
public final class Vary {
  static final Vary NONE = new Vary(List.of());

  /** Says who asks, and is made by the router, so that no two clients are alike in it. */
  private static final Set<String> PERSONAL = Set.of("x-forwarded-for", "forwarded");

  /** Not lists: a comma in them separates nothing. */
  private static final Set<String> NO_LISTS =
      Set.of("user-agent", "referer", "authorization", "origin", "date");

  /** Their values mean the same in upper and lower case. */
  private static final Set<String> CASELESS =
      Set.of("accept-encoding", "accept-language", "accept-charset");

  private final List<String> names;

  private Vary(List<String> names) {
    this.names = names;
  }

  /**
   * Returns what a response depends on, or null if that cannot be known from a request: {@code *},
   * what is no field name, and fields that the router itself makes from what it knows of the
   * client.
   */
  public static Vary of(HttpFields response, SharePolicy policy) {
    Set<String> names = new TreeSet<>();
    if (allowsOneOrigin(response)) {
      names.add("origin");
    } else if (!response.contains(HttpHeader.VARY)) {
      return NONE;
    }
    String list = Text.joined(response, "vary");
    List<String> named = list == null ? List.of() : Text.elements(list);
    if (named == null) {
      return null;
    }
    for (String name : named) {
      String lower = StringUtil.asciiToLowerCase(name);
      if (lower.equals("*")
          || !Text.isToken(lower)
          || PERSONAL.contains(lower)
          || policy.isOwnField(lower)) {
        return null;
      }
      names.add(lower);
    }
    return names.isEmpty() ? NONE : new Vary(List.copyOf(names));
  }

  /** What is for scripts of one origin depends on that, and servers often do not say so. */
  private static boolean allowsOneOrigin(HttpFields response) {
    String allowed = response.get(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN);
    return allowed != null && !allowed.equals("*");
  }

  /** Whether it names no field. */
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** What a request has of the fields. */
  Variant variant(Request request, SharePolicy policy) {
    if (names.isEmpty()) {
      return Variant.NONE;
    }
    HttpFields fields = request.getHeaders();
    String[] values = new String[names.size()];
    for (int i = 0; i < values.length; i++) {
      String name = names.get(i);
      // The server sees the cookies that are not taken out.
      values[i] =
          name.equals("cookie") ? policy.cookies(fields) : normal(name, Text.joined(fields, name));
    }
    return new Variant(names, Arrays.asList(values));
  }

  private static String normal(String name, String value) {
    if (value == null || NO_LISTS.contains(name)) {
      return value;
    }
    List<String> elements = Text.elements(value);
    String text = elements == null ? value : String.join(",", elements);
    return CASELESS.contains(name) ? StringUtil.asciiToLowerCase(text) : text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vary that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return String.join(", ", names);
  }
}
