package org.requestrouter.rule;

import java.util.List;

/** A keyword with its arguments: {@code hdr(host,1)}. */
record Call(String name, boolean parentheses, List<String> arguments) {
  Call {
    arguments = List.copyOf(arguments);
  }

  void requireAtMost(int count) {
    if (arguments.size() > count) {
      throw new RuleSyntaxException(
          count == 0
              ? "'" + name + "' takes no argument, found '" + arguments.get(0) + "'"
              : "'"
                  + name
                  + "' takes at most "
                  + count
                  + " arguments, found '"
                  + arguments.get(count)
                  + "' as well");
    }
  }

  void requireAtLeast(int count) {
    if (arguments.size() < count) {
      throw new RuleSyntaxException("'" + name + "' needs " + count + " argument(s)");
    }
  }

  /** Returns the text of an argument, or the default if it is not given. */
  String text(int index, String otherwise) {
    return index < arguments.size() ? arguments.get(index) : otherwise;
  }

  /** Returns the number of an argument, or the default if it is not given or empty. */
  int number(int index, int otherwise) {
    String text = text(index, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new RuleSyntaxException("'" + text + "' in '" + name + "' is not an integer", e);
    }
  }
}
