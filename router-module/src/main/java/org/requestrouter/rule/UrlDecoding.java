package org.requestrouter.rule;

/** Percent-decoding to bytes. */
final class UrlDecoding {
  private UrlDecoding() {}

  /**
   * Returns the decoded text, or null if a percent sign has not two hexadecimal digits after it.
   */
  static String decode(String text, boolean form) {
    StringBuilder decoded = new StringBuilder(text.length());
    // A plus sign is a blank in a form, and in what follows a question mark.
    boolean plusIsBlank = form;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '%') {
        int high = at + 2 < text.length() ? Ascii.hex(text.charAt(at + 1)) : -1;
        int low = at + 2 < text.length() ? Ascii.hex(text.charAt(at + 2)) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        decoded.append((char) ((high << 4) | low));
        at += 2;
      } else {
        plusIsBlank |= c == '?';
        decoded.append(c == '+' && plusIsBlank ? ' ' : c);
      }
    }
    return decoded.toString();
  }
}
