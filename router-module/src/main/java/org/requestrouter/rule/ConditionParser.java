package org.requestrouter.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Compiles the words of a condition into suites of terms. */
final class ConditionParser {
  private final List<String> words;
  private final Function<String, Acl> acls;
  private final Function<List<String>, Expression> expressions;
  private final List<List<Term>> suites = new ArrayList<>();
  private List<Term> suite = new ArrayList<>();
  private int negations;
  private int at;

  /** Creates a parser that looks names up and compiles what stands in braces. */
  ConditionParser(
      List<String> words,
      Function<String, Acl> acls,
      Function<List<String>, Expression> expressions) {
    this.words = words;
    this.acls = acls;
    this.expressions = expressions;
  }

  /** Returns the suites, none of them empty. */
  List<List<Term>> parse() {
    while (at < words.size()) {
      String word = marks(words.get(at++));
      if (word.isEmpty()) {
        continue;
      }
      if (Ascii.lower(word).equals("or") || word.equals("||")) {
        endSuite();
      } else if (word.equals("{")) {
        add(new Term(negated(), List.of(expressions.apply(braces()))));
      } else {
        add(acls.apply(word).term(negated()));
      }
    }
    endSuite();
    if (suites.isEmpty()) {
      throw new RuleSyntaxException("the condition is empty; leave it out to match every request");
    }
    return suites;
  }

  /** Counts the exclamation marks before a word and returns the word without them. */
  private String marks(String word) {
    int end = 0;
    while (end < word.length() && word.charAt(end) == '!') {
      end++;
    }
    negations += end;
    return word.substring(end);
  }

  private boolean negated() {
    boolean negated = negations % 2 == 1;
    negations = 0;
    return negated;
  }

  private void add(Term term) {
    suite.add(term);
  }

  private void endSuite() {
    if (negations > 0) {
      throw new RuleSyntaxException("nothing follows that '!' could negate");
    }
    if (!suite.isEmpty()) {
      suites.add(suite);
      suite = new ArrayList<>();
    }
  }

  private List<String> braces() {
    int end = words.subList(at, words.size()).indexOf("}");
    if (end < 0) {
      throw new RuleSyntaxException(
          "missing closing '}' after '{ "
              + String.join(" ", words.subList(at, words.size()))
              + "'");
    }
    List<String> expression = words.subList(at, at + end);
    at += end + 1;
    return expression;
  }
}
