package org.requestrouter.rule;

/**
 * One or more of the fields that delimiters cut a text into.
 *
 * @param index the first field, counted from 1, or from -1 at the end
 * @param delimiters the characters that each delimit
 * @param count how many fields to take, 0 for all that remain
 */
record FieldExtraction(int index, String delimiters, int count) {

  /** Returns the fields with the delimiters between them, or null if there is no such field. */
  String of(String text) {
    return index > 0 ? fromStart(text) : fromEnd(text);
  }

  private String fromStart(String text) {
    int field = 1;
    int left = count;
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      if (!isDelimiter(text, at)) {
        continue;
      }
      if (field < index) {
        start = at + 1;
        field++;
      } else if (left == 1) {
        return text.substring(start, at);
      } else {
        left = Math.max(left - 1, 0);
      }
    }
    return field == index ? text.substring(start) : null;
  }

  private String fromEnd(String text) {
    int field = -1;
    int left = count;
    int end = text.length();
    for (int at = text.length(); at > 0; at--) {
      if (!isDelimiter(text, at - 1)) {
        continue;
      }
      if (field > index) {
        end = at - 1;
        field--;
      } else if (left == 1) {
        return text.substring(at, end);
      } else {
        left = Math.max(left - 1, 0);
      }
    }
    return field == index ? text.substring(0, end) : null;
  }

  private boolean isDelimiter(String text, int at) {
    return delimiters.indexOf(text.charAt(at)) >= 0;
  }
}
