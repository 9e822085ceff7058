package org.requestrouter.affinity;

/**
 * Takes a cookie out of a Cookie field, with its attributes; the other cookies stay as they are.
 */
final class CookieRemoval {
  private final String text;
  private final StringBuilder kept = new StringBuilder();

  /** Where the text starts that is kept and not copied yet, or -1 within a part to be taken out. */
  private int keeping;

  private CookieRemoval(String text) {
    this.text = text;
  }

  /**
   * Returns the field without the cookies of that name.
   *
   * @return null if no cookie is left, or the same text if it has no such cookie
   */
  static String remove(String text, String name) {
    if (!text.contains(name)) {
      return text;
    }
    CookieItems items = new CookieItems(text);
    CookieRemoval removal = new CookieRemoval(text);
    boolean removed = false;
    boolean others = false;
    while (items.next()) {
      if (items.isNamed(name)) {
        removed = true;
        removal.take(items.start());
      } else if (!items.isAttribute()) {
        others = true;
        removal.keep(items.start());
      }
    }
    if (!removed) {
      return text;
    }
    return others ? removal.rest() : null;
  }

  /** The text is taken out, from the delimiter before this cookie on. */
  private void take(int start) {
    if (keeping >= 0) {
      kept.append(text, keeping, Math.max(start - 1, keeping));
      keeping = -1;
    }
  }

  /** The text is kept again, from this cookie on, after one delimiter if anything is before it. */
  private void keep(int start) {
    if (keeping < 0) {
      keeping = start;
      while (keeping < text.length() && CookieItems.isBlank(text.charAt(keeping))) {
        keeping++;
      }
      trim();
      if (!kept.isEmpty()) {
        kept.append(text.charAt(start - 1)).append(' ');
      }
    }
  }

  private String rest() {
    if (keeping >= 0) {
      kept.append(text, keeping, text.length());
    }
    trim();
    return kept.isEmpty() ? null : kept.toString();
  }

  private void trim() {
    int length = kept.length();
    while (length > 0 && CookieItems.isBlank(kept.charAt(length - 1))) {
      length--;
    }
    kept.setLength(length);
  }
}
