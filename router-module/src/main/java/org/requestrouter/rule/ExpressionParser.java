package org.requestrouter.rule;

import java.util.List;
import java.util.Set;

/** Compiles the words of one expression: fetch, converters, flags and values. */
final class ExpressionParser {
  private final PatternFiles files;
  private final Set<Integer> ids;
  private final Diagnostics diagnostics;

  /** Creates a parser of files under a directory, with the ids of {@code -u} given so far. */
  ExpressionParser(PatternFiles files, Set<Integer> ids, Diagnostics diagnostics) {
    this.files = files;
    this.ids = ids;
    this.diagnostics = diagnostics;
  }

  Expression parse(List<String> words) {
    if (words.isEmpty()) {
      throw new RuleSyntaxException("missing fetch: the expression is empty");
    }
    Sample sample = Sample.parse(words.get(0));
    MatchMethod method = sample.isSuffixed() ? sample.keyword().suffix() : sample.kind().natural();
    refuseBareConverter(sample.keyword(), words);

    ValueParser values = new ValueParser(files, ids, method, sample.kind());
    values.parse(words);
    SampleMatch match = Matches.build(values.method(), values.values(), diagnostics);
    Expression expression =
        new Expression(
            sample.source(),
            values.method(),
            List.copyOf(values.values()),
            sample.source().cast().apply(match));
    new ExpressionWarnings(expression, words, diagnostics).check(sample.keyword(), values);
    return expression;
  }

  private static void refuseBareConverter(FetchKeyword keyword, List<String> words) {
    if (!keyword.bareConverters() || words.size() < 2) {
      return;
    }
    String word = words.get(1);
    int parenthesis = word.indexOf('(');
    if (Converters.exists(parenthesis < 0 ? word : word.substring(0, parenthesis))) {
      throw new RuleSyntaxException(
          "HAProxy takes '"
              + word
              + "' for a converter here; write '"
              + words.get(0)
              + ","
              + word
              + "', or '--' before it to make it a value");
    }
  }
}
