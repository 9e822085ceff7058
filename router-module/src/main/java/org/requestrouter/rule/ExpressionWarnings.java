package org.requestrouter.rule;

import java.util.List;

/** Warns about expressions that mean something other than they seem to. */
final class ExpressionWarnings {
  private static final List<String> FOLDING = List.of("lower", "upper", "host_only");
  private static final List<String> WITH_ARGUMENTS =
      List.of("hdr", "req.hdr", "req.fhdr", "cook", "req.cook", "urlp", "url_param");

  private final Expression expression;
  private final List<String> words;
  private final Diagnostics diagnostics;

  ExpressionWarnings(Expression expression, List<String> words, Diagnostics diagnostics) {
    this.expression = expression;
    this.words = words;
    this.diagnostics = diagnostics;
  }

  void check(FetchKeyword keyword, ValueParser values) {
    String first = words.get(0);
    if (keyword.suffix() != null && expression.source().calls().size() > 1) {
      diagnostics.warn(
          "the converter in '"
              + first
              + "' cancels the suffix of '"
              + name()
              + "': the match is '"
              + expression.method().word()
              + "'; name the method with -m instead");
    } else if (keyword.suffix() != null && values.methodGiven()) {
      diagnostics.warn(
          "'-m " + expression.method().word() + "' overrides the suffix of '" + name() + "'");
    }
    if (isCaseSensitiveHostDomain()) {
      diagnostics.warn(
          "'" + first + "' without -i distinguishes upper and lower case, which host names do not");
    }
    if (lacksArguments() && words.size() > 1 && words.get(1).startsWith("(")) {
      diagnostics.warn(
          "'" + words.get(1) + "' is a value, not an argument; remove the blank before '('");
    } else if (expression.source().fetch() == Fetch.NOTHING) {
      diagnostics.warn("'" + first + "' without a name never matches");
    }
    for (String range : values.idleOperators()) {
      diagnostics.warn("the operator before the range '" + range + "' has no effect");
    }
  }

  private String name() {
    return expression.source().calls().get(0).name();
  }

  private boolean lacksArguments() {
    return !expression.source().calls().get(0).parentheses()
        && WITH_ARGUMENTS.stream().anyMatch(name()::startsWith);
  }

  private boolean isCaseSensitiveHostDomain() {
    Call fetch = expression.source().calls().get(0);
    boolean folds = expression.source().calls().stream().anyMatch(c -> FOLDING.contains(c.name()));
    return expression.method() == MatchMethod.DOM
        && "host".equals(Ascii.lower(fetch.text(0, "")))
        && !folds
        && expression.values().stream().anyMatch(p -> !p.ignoresCase());
  }
}
