package org.requestrouter.rule;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Compiles the words of one expression: fetch, converters, flags and values. */
final class ExpressionParser {
  private final Path base;
  private final Set<Integer> ids;
  private final Diagnostics diagnostics;

  /** Creates a parser of files under a directory, with the ids of {@code -u} given so far. */
  ExpressionParser(Path base, Set<Integer> ids, Diagnostics diagnostics) {
    this.base = base;
    this.ids = ids;
    this.diagnostics = diagnostics;
  }

  Expression parse(List<String> words) {
    if (words.isEmpty()) {
      throw new RuleSyntaxException("missing fetch: the expression is empty");
    }
    List<Call> calls = CallParser.parse(words.get(0));
    FetchKeyword keyword = Fetches.named(calls.get(0).name());
    Fetch fetch = keyword.builder().build(calls.get(0));

    UnaryOperator<SampleMatch> cast = keyword.cast();
    Kind kind = keyword.kind();
    boolean text = kind == Kind.TEXT;
    for (Call call : calls.subList(1, calls.size())) {
      Converter converter = Converters.build(call);
      UnaryOperator<SampleMatch> before = cast;
      cast = next -> before.apply(converter.before().apply(next));
      kind = converter.kind();
      text &= kind == Kind.TEXT;
    }
    boolean suffix = keyword.suffix() != null && calls.size() == 1;
    MatchMethod method = suffix ? keyword.suffix() : kind.natural();
    refuseBareConverter(keyword, words);

    ValueParser values = new ValueParser(base, ids, method, kind);
    values.parse(words);
    Expression expression =
        new Expression(
            new Source(List.copyOf(calls), fetch, cast, text),
            values.method(),
            List.copyOf(values.values()),
            cast.apply(Matches.build(values.method(), values.values(), diagnostics)));
    new ExpressionWarnings(expression, words, diagnostics).check(keyword, values);
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
