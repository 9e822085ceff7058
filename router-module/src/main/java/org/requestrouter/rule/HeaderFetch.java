package org.requestrouter.rule;

import org.eclipse.jetty.http.HttpFields;

/**
 * The values of a header field.
 *
 * @param name the name of the field
 * @param split whether its lines are split on commas, or whole values
 * @param occurrence which value, counted from 1, or from the last by -1; 0 for all
 */
record HeaderFetch(HeaderName name, boolean split, int occurrence) implements Fetch {
  /** How far back an occurrence may be counted from the last. */
  private static final int HISTORY = 10;

  private static final int ALL = 0;

  HeaderFetch {
    if (occurrence < -HISTORY) {
      throw new RuleSyntaxException(
          "occurrence '" + occurrence + "' is before the last " + HISTORY + " values");
    }
  }

  @Override
  public Verdict run(RequestHead request, SampleMatch test) {
    HttpFields fields = request.fields();
    if (occurrence >= ALL) {
      return run(fields, occurrence, test);
    }
    int wanted = count(fields) + 1 + occurrence;
    return wanted <= 0 ? Verdict.MISS : run(fields, wanted, test);
  }

  boolean showsAll() {
    return occurrence == ALL;
  }

  int count(HttpFields fields) {
    int count = 0;
    for (int i = 0; i < fields.size(); i++) {
      if (name.matches(fields.getField(i))) {
        String value = fields.getField(i).getValue();
        for (int at = 0; at <= value.length(); at = end(value, at) + 1) {
          count++;
        }
      }
    }
    return count;
  }

  private Verdict run(HttpFields fields, int wanted, SampleMatch test) {
    int seen = 0;
    for (int i = 0; i < fields.size(); i++) {
      if (!name.matches(fields.getField(i))) {
        continue;
      }
      String value = fields.getField(i).getValue();
      int end;
      for (int at = 0; at <= value.length(); at = end + 1) {
        end = end(value, at);
        seen++;
        if (wanted == ALL || wanted == seen) {
          int from = CommaList.trimStart(value, at, end);
          Verdict verdict = test.text(value, from, CommaList.trimEnd(value, from, end));
          if (verdict != Verdict.MISS || wanted == seen) {
            return verdict;
          }
        }
      }
    }
    return Verdict.MISS;
  }

  private int end(String value, int from) {
    return split ? CommaList.end(value, from, value.length()) : value.length();
  }
}
