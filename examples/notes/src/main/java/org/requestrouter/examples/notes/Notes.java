package org.requestrouter.examples.notes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last notes, newest first. */
final class Notes {
  static final int MAX_NOTES = 100;
  static final int MAX_LENGTH = 2000;

  private final Deque<String> notes = new ArrayDeque<>();

  /**
   * @throws IllegalArgumentException for a text that is blank or too long
   */
  synchronized void add(String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("a note needs a text");
    }
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a note has at most " + MAX_LENGTH + " characters");
    }
    notes.addFirst(text.strip());
    if (notes.size() > MAX_NOTES) {
      notes.removeLast();
    }
  }

  synchronized List<String> list() {
    return List.copyOf(notes);
  }
}
