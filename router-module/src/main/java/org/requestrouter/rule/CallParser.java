package org.requestrouter.rule;

import java.util.ArrayList;
import java.util.List;

/** Reads the first word of an expression: a fetch and the converters after it. */
final class CallParser {
  private final String word;
  private int at;

  private CallParser(String word) {
    this.word = word;
  }

  /** Returns the fetch, followed by its converters in the order of application. */
  static List<Call> parse(String word) {
    CallParser parser = new CallParser(word);
    List<Call> calls = new ArrayList<>();
    calls.add(parser.call("fetch"));
    while (parser.at < word.length()) {
      parser.commas(calls.get(calls.size() - 1));
      if (parser.at < word.length()) {
        calls.add(parser.call("converter"));
      }
    }
    return calls;
  }

  private Call call(String what) {
    int start = at;
    while (at < word.length() && Ascii.isKeyword(word.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw new RuleSyntaxException("missing " + what + " before '" + word.substring(at) + "'");
    }
    String name = word.substring(start, at);
    boolean parentheses = at < word.length() && word.charAt(at) == '(';
    return new Call(name, parentheses, parentheses ? arguments() : List.of());
  }

  private void commas(Call previous) {
    if (word.charAt(at) != ',') {
      throw new RuleSyntaxException(
          "missing comma after '" + previous.name() + "' in '" + word + "'");
    }
    while (at < word.length() && word.charAt(at) == ',') {
      at++;
    }
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    do {
      at++;
      arguments.add(argument());
    } while (word.charAt(at) == ',');
    at++;
    return arguments.equals(List.of("")) ? List.of() : arguments;
  }

  private String argument() {
    StringBuilder argument = new StringBuilder();
    char quote = 0;
    for (; at < word.length(); at++) {
      char c = word.charAt(at);
      if (c == '\\' && quote != '\'' && at + 1 < word.length()) {
        escape(argument);
      } else if (quote == 0 && (c == ',' || c == ')')) {
        return argument.toString();
      } else if ((c == '"' || c == '\'') && (quote == 0 || quote == c)) {
        quote = quote == 0 ? c : 0;
      } else {
        argument.append(c);
      }
    }
    throw new RuleSyntaxException("missing ')' in '" + word + "'");
  }

  private void escape(StringBuilder argument) {
    char next = word.charAt(at + 1);
    int letter = "rnt".indexOf(next);
    if (letter >= 0) {
      argument.append("\r\n\t".charAt(letter));
      at++;
    } else if (" \\'\"".indexOf(next) >= 0) {
      argument.append(next);
      at++;
    } else {
      argument.append('\\');
    }
  }
}
