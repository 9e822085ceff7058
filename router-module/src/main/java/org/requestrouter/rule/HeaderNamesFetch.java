package org.requestrouter.rule;

import org.eclipse.jetty.http.HttpField;

/** The names of all header fields, in lower case and in the order of arrival, as one text. */
final class HeaderNamesFetch implements Fetch {
  private final char separator;

  HeaderNamesFetch(char separator) {
    this.separator = separator;
  }

  @Override
  public Verdict run(RequestHead request, SampleMatch test) {
    StringBuilder names = new StringBuilder();
    for (HttpField field : request.fields()) {
      if (names.length() > 0) {
        names.append(separator);
      }
      names.append(field.getLowerCaseName());
    }
    return test.text(names.toString(), 0, names.length());
  }
}
