package org.requestrouter.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/** A search for regular expressions, in linear time wherever they can be written without. */
final class RegexMatch extends TextMatch {

  /** One compiled expression. */
  @FunctionalInterface
  interface Search {
    boolean find(String text);
  }

  private final Search[] searches;

  private RegexMatch(Search[] searches) {
    this.searches = searches;
  }

  static RegexMatch of(List<Value> values, Diagnostics diagnostics) {
    List<Search> searches = new ArrayList<>();
    for (Value value : values) {
      searches.add(compile(value, diagnostics));
    }
    return new RegexMatch(searches.toArray(Search[]::new));
  }

  private static Search compile(Value value, Diagnostics diagnostics) {
    try {
      int flags = value.ignoresCase() ? Pattern.CASE_INSENSITIVE : 0;
      Pattern linear = Pattern.compile(value.given(), flags);
      return text -> linear.matcher(text).find();
    } catch (PatternSyntaxException e) {
      Search search = BacktrackingSearch.compile(value);
      diagnostics.warn(
          "regular expression '"
              + value.given()
              + "' needs the back-tracking engine ("
              + e.getDescription()
              + "); a request can make it slow, until it is cut off and does not match");
      return search;
    }
  }

  @Override
  public Verdict text(String text, int from, int to) {
    String sample = text.substring(from, to);
    for (Search search : searches) {
      if (search.find(sample)) {
        return Verdict.HIT;
      }
    }
    return Verdict.MISS;
  }
}
