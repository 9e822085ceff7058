package org.requestrouter.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the flags and the values after the first word of an expression. */
final class ValueParser {
  private final PatternFiles files;
  private final Set<Integer> ids;
  private final Kind kind;
  private final List<Value> values = new ArrayList<>();
  private final List<String> idleOperators = new ArrayList<>();
  private MatchMethod method;
  private boolean methodGiven;
  private boolean fileGiven;
  private boolean ignoreCase;
  private List<String> words = List.of();
  private int at;

  ValueParser(PatternFiles files, Set<Integer> ids, MatchMethod method, Kind kind) {
    this.files = files;
    this.ids = ids;
    this.method = method;
    this.kind = kind;
  }

  MatchMethod method() {
    return method;
  }

  boolean methodGiven() {
    return methodGiven;
  }

  List<Value> values() {
    return values;
  }

  /** The ranges before which an operator stands in vain. */
  List<String> idleOperators() {
    return idleOperators;
  }

  void parse(List<String> expression) {
    words = expression;
    at = 1;
    flags();
    boolean valueGiven = at < words.size();
    inlineValues();
    if (!fileGiven && values.isEmpty() && !method.needsNoValue()) {
      throw new RuleSyntaxException(
          valueGiven
              ? "missing value after '" + words.get(words.size() - 1) + "'"
              : "no value to match '"
                  + words.get(0)
                  + "' against; to test for existence use -m found");
    }
  }

  private void flags() {
    while (at < words.size() && words.get(at).startsWith("-")) {
      String flag = words.get(at++);
      switch (flag) {
        case "--" -> {
          return;
        }
        case "-i" -> ignoreCase = true;
        case "-n" -> {
          // Names are never looked up, with this flag or without.
        }
        case "-m" -> matchMethod(argument(flag));
        case "-f" -> file(argument(flag));
        case "-u" -> id(argument(flag));
        case "-M" -> throw new RuleSyntaxException("'-M' is not supported: a rule reads no maps");
        default ->
            throw new RuleSyntaxException(
                "'" + flag + "' is not a flag; put '--' before a value that begins with '-'");
      }
    }
  }

  private String argument(String flag) {
    if (at == words.size()) {
      throw new RuleSyntaxException("missing argument after '" + flag + "'");
    }
    return words.get(at++);
  }

  private void matchMethod(String word) {
    MatchMethod named = MatchMethod.named(word);
    if (fileGiven) {
      throw new RuleSyntaxException("'-m " + word + "' must stand before any -f");
    }
    if (methodGiven) {
      throw new RuleSyntaxException("more than one -m: '-m " + word + "'");
    }
    if (!named.accepts(kind)) {
      throw new RuleSyntaxException(
          "matching method '" + word + "' cannot be used with '" + words.get(0) + "'");
    }
    method = named;
    methodGiven = true;
  }

  private void file(String name) {
    fileGiven = true;
    for (String value : files.read(name)) {
      add(value);
    }
  }

  private void id(String word) {
    try {
      if (!ids.add(Integer.valueOf(word))) {
        throw new RuleSyntaxException("the id '" + word + "' of -u is already used");
      }
    } catch (NumberFormatException e) {
      throw new RuleSyntaxException("the id '" + word + "' of -u is not an integer", e);
    }
  }

  private void inlineValues() {
    IntRange.Operator operator = IntRange.Operator.EQ;
    for (; at < words.size(); at++) {
      String word = words.get(at);
      if (!method.takesOperators()) {
        add(word);
        continue;
      }
      IntRange.Operator named = IntRange.Operator.named(word);
      if (named != null) {
        operator = named;
        continue;
      }
      if (operator != IntRange.Operator.EQ && IntRange.hasSeparator(word)) {
        idleOperators.add(word);
      }
      add(IntRange.apply(operator, word));
    }
  }

  private void add(String value) {
    // Existence and truth look at no value, so that none of them has to make sense.
    if (!method.needsNoValue()) {
      values.add(new Value(value, ignoreCase));
    }
  }
}
