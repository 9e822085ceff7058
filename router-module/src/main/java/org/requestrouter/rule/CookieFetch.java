package org.requestrouter.rule;

import org.eclipse.jetty.http.HttpFields;

/**
 * The values of a cookie, or of all cookies, in each of the comma-separated Cookie values.
 *
 * @param name the name of the cookie, in exact case, or empty for all cookies
 */
record CookieFetch(String name) implements Fetch {
  private static final HeaderName COOKIE = HeaderName.of("cookie");

  @Override
  public Verdict run(RequestHead request, SampleMatch test) {
    HttpFields fields = request.fields();
    for (int i = 0; i < fields.size(); i++) {
      if (COOKIE.matches(fields.getField(i))) {
        Verdict verdict = field(fields.getField(i).getValue(), test);
        if (verdict != Verdict.MISS) {
          return verdict;
        }
      }
    }
    return Verdict.MISS;
  }

  int count(RequestHead request) {
    Counter counter = new Counter();
    run(request, counter);
    return counter.count;
  }

  private Verdict field(String text, SampleMatch test) {
    int end;
    for (int at = 0; at <= text.length(); at = end + 1) {
      end = CommaList.end(text, at, text.length());
      int from = CommaList.trimStart(text, at, end);
      Verdict verdict = items(text, from, CommaList.trimEnd(text, from, end), test);
      if (verdict != Verdict.MISS) {
        return verdict;
      }
    }
    return Verdict.MISS;
  }

  private Verdict items(String text, int from, int to, SampleMatch test) {
    int next;
    // HAProxy's bound: it leaves out an empty value that has no byte to spare around it.
    for (int at = from; at + name.length() + 1 < to; at = next + 1) {
      int start = CommaList.trimStart(text, at, to);
      int equal = equalOrEnd(text, start, to);
      if (equal == to || text.charAt(equal) != '=') {
        next = equal;
        continue;
      }
      int value = CommaList.trimStart(text, equal + 1, to);
      next = CommaList.end(text, value, to, ';');
      if (isNamed(text, start, equal)) {
        Verdict verdict = test.text(text, value, CommaList.trimEnd(text, value, next));
        if (verdict != Verdict.MISS) {
          return verdict;
        }
      }
    }
    return Verdict.MISS;
  }

  private static int equalOrEnd(String text, int from, int to) {
    int at = from;
    while (at < to && "=;,".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private boolean isNamed(String text, int start, int equal) {
    if (text.charAt(start) == '$') {
      return false;
    }
    int end = CommaList.trimEnd(text, start, equal);
    return name.isEmpty() || (end - start == name.length() && text.startsWith(name, start));
  }

  /** Counts the samples that it is shown. */
  private static final class Counter extends TextMatch {
    private int count;

    @Override
    public Verdict text(String text, int from, int to) {
      count++;
      return Verdict.MISS;
    }
  }
}
