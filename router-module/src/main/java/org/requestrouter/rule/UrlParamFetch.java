package org.requestrouter.rule;

/**
 * The values of a parameter, or of all parameters, of the request-target; none is decoded.
 *
 * @param name the name of the parameter, in exact case, or empty for all parameters
 * @param start the character that the parameters begin after
 */
record UrlParamFetch(String name, char start) implements Fetch {
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
