package org.requestrouter.rule;

/** The values of a parameter, or of all parameters, of the request-target; none is decoded. */
final class UrlParamFetch implements Fetch {
  private final String name;
  private final char start;

  /** Creates a fetch of one parameter, or of all if the name is empty. */
  UrlParamFetch(String name, char start) {
    this.name = name;
    this.start = start;
  }

  @Override
  public Verdict run(RequestHead request, SampleMatch test) {
    String target = request.target();
    int at = target == null ? -1 : target.indexOf(start);
    while (at >= 0 && at < target.length()) {
      int from = at + 1;
      at = end(target, from);
      int equal = name.isEmpty() ? equal(target, from, at) : from + name.length();
      if (equal < at && target.charAt(equal) == '=' && target.startsWith(name, from)) {
        Verdict verdict = test.text(target, equal + 1, at);
        if (verdict != Verdict.MISS) {
          return verdict;
        }
      }
    }
    return Verdict.MISS;
  }

  private static int equal(String target, int from, int to) {
    int at = from;
    while (at < to && target.charAt(at) != '=') {
      at++;
    }
    return at;
  }

  private int end(String target, int from) {
    int at = from;
    while (at < target.length() && !isSeparator(target.charAt(at))) {
      at++;
    }
    return at;
  }

  private boolean isSeparator(char c) {
    return c == '&' || c == ';' || c == start;
  }
}
