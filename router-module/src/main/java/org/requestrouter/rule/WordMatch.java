package org.requestrouter.rule;

import java.util.List;

/** A run of whole words between delimiters: the methods {@code dir} and {@code dom}. */
final class WordMatch extends TextMatch {
  private final Value[] values;
  private final String delimiters;

  private WordMatch(Value[] values, String delimiters) {
    this.values = values;
    this.delimiters = delimiters;
  }

  static WordMatch of(MatchMethod method, List<Value> values) {
    String delimiters = method == MatchMethod.DIR ? "/?" : "/?.:";
    Value[] words = new Value[values.size()];
    for (int i = 0; i < words.length; i++) {
      words[i] = strip(values.get(i), delimiters, method);
    }
    return new WordMatch(words, delimiters);
  }

  private static Value strip(Value value, String delimiters, MatchMethod method) {
    String text = value.given();
    int from = 0;
    int to = text.length();
    while (from < to && delimiters.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && delimiters.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    if (from == to) {
      throw new RuleSyntaxException(
          "'"
              + text
              + "' holds nothing but delimiters, so '"
              + method.word()
              + "' cannot match it");
    }
    return value.with(text.substring(from, to));
  }

  @Override
  public Verdict text(String text, int from, int to) {
    for (Value value : values) {
      if (contains(text, from, to, value)) {
        return Verdict.HIT;
      }
    }
    return Verdict.MISS;
  }

  private boolean contains(String text, int from, int to, Value value) {
    int last = to - value.length();
    boolean atStartOfWord = true;
    for (int at = from; at <= last; at++) {
      if (isDelimiter(text.charAt(at))) {
        atStartOfWord = true;
        continue;
      }
      if (atStartOfWord
          && value.isAt(text, at)
          && (at == last || isDelimiter(text.charAt(at + value.length())))) {
        return true;
      }
      atStartOfWord = false;
    }
    return false;
  }

  private boolean isDelimiter(char c) {
    return delimiters.indexOf(c) >= 0;
  }
}
