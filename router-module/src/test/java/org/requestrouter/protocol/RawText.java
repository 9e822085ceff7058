package org.requestrouter.protocol;

/** Bytes, one a character, as they can be read in a report and written in a test. */
final class RawText {
  private RawText() {}

  static String shown(String bytes) {
    StringBuilder shown = new StringBuilder("\"");
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      switch (c) {
        case '\r' -> shown.append("\\r");
        case '\n' -> shown.append("\\n");
        case '\t' -> shown.append("\\t");
        case '"', '\\' -> shown.append('\\').append(c);
        default -> shown.append(c < ' ' || c > '~' ? String.format("\\u%04x", (int) c) : c);
      }
    }
    return shown.append('"').toString();
  }
}
