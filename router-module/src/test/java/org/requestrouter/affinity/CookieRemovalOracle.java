package org.requestrouter.affinity;

import java.util.ArrayList;
import java.util.List;

/** What must be true whatever a client writes into a Cookie field. */
public final class CookieRemovalOracle {
  private static final String NAME = "SRV";

  private CookieRemovalOracle() {}

  /** Fails unless taking a cookie out leaves exactly the others. */
  public static void check(String field) {
    String rest = CookieRemoval.remove(field, NAME);
    List<String> expected = others(field);
    List<String> left = rest == null ? List.of() : others(rest);
    if (!named(field) && !field.equals(rest)) {
      throw new AssertionError("'" + field + "' has become '" + rest + "'");
    }
    if (!expected.equals(left)) {
      throw new AssertionError("of '" + field + "' are left " + left + ", not " + expected);
    }
    if (rest != null && (named(rest) || !rest.equals(CookieRemoval.remove(rest, NAME)))) {
      throw new AssertionError("the cookie is still in '" + rest + "' of '" + field + "'");
    }
  }

  private static boolean named(String field) {
    CookieItems items = new CookieItems(field);
    while (items.next()) {
      if (items.isNamed(NAME)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The other cookies and their attributes, without blanks around them and empty ones; none if
   * there are attributes only, which nobody may have without a cookie.
   */
  private static List<String> others(String field) {
    List<String> others = new ArrayList<>();
    CookieItems items = new CookieItems(field);
    boolean taken = false;
    boolean cookies = false;
    while (items.next()) {
      taken = items.isNamed(NAME) || (taken && items.isAttribute());
      cookies |= !taken && !items.isAttribute();
      String text = field.substring(items.start(), items.end()).strip();
      if (!taken && !text.isEmpty()) {
        others.add(text);
      }
    }
    return cookies ? others : List.of();
  }
}
