package org.requestrouter.config;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Options that are lists of words, with commas or blanks between them. */
final class WordList {
  /** The list without words. */
  private static final String NONE = "none";

  private WordList() {}

  /**
   * Returns the words of a list that has one at least.
   *
   * @param option the option, for the message
   * @param fault says why a word is refused, or null if it is not
   * @throws ConfigurationException if there is no word, or one is refused
   */
  static List<String> parse(String option, String text, UnaryOperator<String> fault) {
    String given = text == null ? "" : text.strip();
    if (given.isEmpty()) {
      throw refused(option, "", "at least one is required");
    }
    List<String> words = Stream.of(given.split("[\\s,]+", -1)).distinct().toList();
    for (String word : words) {
      String found = fault.apply(word);
      if (found != null) {
        throw refused(option, word, found);
      }
    }
    return words;
  }

  /** As {@link #parse}, but {@code none} is the list without words. */
  static List<String> parseOrNone(String option, String text, UnaryOperator<String> fault) {
    return NONE.equals(text) ? List.of() : parse(option, text, fault);
  }

  /** Returns what is parsed to the words again. */
  static String text(List<String> words) {
    return words.isEmpty() ? NONE : String.join(", ", words);
  }

  static ConfigurationException refused(String option, String word, String reason) {
    return new ConfigurationException(option + " '" + word + "': " + reason);
  }
}
