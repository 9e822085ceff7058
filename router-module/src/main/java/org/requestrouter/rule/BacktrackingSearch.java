package org.requestrouter.rule;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A search by java.util.regex, for what a linear engine cannot express. It runs on a thread that
 * reads a socket, so its work is limited; HAProxy's PCRE2 has a limit as well and also takes its
 * excess for no match.
 */
final class BacktrackingSearch implements RegexMatch.Search {
  /** Characters looked at, about a millisecond. */
  static final int LIMIT = 100_000;

  private final Pattern pattern;

  private BacktrackingSearch(Pattern pattern) {
    this.pattern = pattern;
  }

  static BacktrackingSearch compile(Value given) {
    int flags = Pattern.UNIX_LINES | (given.ignoresCase() ? Pattern.CASE_INSENSITIVE : 0);
    try {
      return new BacktrackingSearch(Pattern.compile(PerlSyntax.toJava(given.given()), flags));
    } catch (PatternSyntaxException e) {
      throw new RuleSyntaxException(
          "regular expression '" + given.given() + "' is not understood: " + e.getDescription(), e);
    }
  }

  @Override
  public boolean find(String text) {
    try {
      return pattern.matcher(new Limited(text)).find();
    } catch (LimitException | StackOverflowError e) {
      return false;
    }
  }

  /** Text that can be looked at only so many times. */
  private static final class Limited implements CharSequence {
    private final String text;
    private int left = LIMIT;

    Limited(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new LimitException();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Has no stack trace to fill in: a client chooses how often it is thrown. */
  private static final class LimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LimitException() {
      super(null, null, false, false);
    }
  }
}
