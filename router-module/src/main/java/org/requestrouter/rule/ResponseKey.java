package org.requestrouter.rule;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** An expression that stands for one text of a response's header: the last one of its kind. */
public final class ResponseKey {
  private final String text;
  private final String cookie;
  private final HeaderName header;

  private ResponseKey(String text, String cookie, HeaderName header) {
    this.text = text;
    this.cookie = cookie;
    this.header = header;
  }

  /**
   * Compiles an expression.
   *
   * @param text {@code res.cook(NAME)}, the value of a cookie that the response sets, or {@code
   *     res.hdr(NAME)}, a value of a header field
   * @throws RuleSyntaxException if it is neither
   */
  public static ResponseKey compile(String text) {
    String word = text.strip();
    Call call = CallParser.parse(word).get(0);
    boolean cookie = call.name().equals("res.cook");
    if (!cookie && !call.name().equals("res.hdr")) {
      throw new RuleSyntaxException(
          "'" + word + "' is not of a response; write res.cook(NAME) or res.hdr(NAME)");
    }
    String name = call.text(0, "");
    if (name.isEmpty() || !word.equals(call.name() + "(" + name + ")")) {
      throw new RuleSyntaxException(
          "'" + word + "' must be '" + call.name() + "' with one name and nothing else");
    }
    return new ResponseKey(word, cookie ? name : null, cookie ? null : HeaderName.of(name));
  }

  /** Returns the value in the header of a response, or null if it has none. */
  public String of(HttpFields response) {
    String value = null;
    for (HttpField field : response) {
      String found = cookie == null ? header(field) : cookie(field);
      value = found == null ? value : found;
    }
    return value;
  }

  private String header(HttpField field) {
    if (!header.matches(field)) {
      return null;
    }
    String values = field.getValue();
    int from = 0;
    int to = CommaList.end(values, 0, values.length());
    while (to < values.length()) {
      from = to + 1;
      to = CommaList.end(values, from, values.length());
    }
    int start = CommaList.trimStart(values, from, to);
    return values.substring(start, CommaList.trimEnd(values, start, to));
  }

  private String cookie(HttpField field) {
    if (field.getHeader() != HttpHeader.SET_COOKIE) {
      return null;
    }
    String set = field.getValue();
    int equal = set.indexOf('=');
    int semicolon = set.indexOf(';');
    boolean named = equal >= 0 && (semicolon < 0 || equal < semicolon);
    if (!named || !set.substring(0, equal).strip().equals(cookie)) {
      return null;
    }
    // At a comma, too, where the value that comes back in a request is taken to end.
    int end = CommaList.end(set, equal + 1, set.length(), ';');
    return set.substring(equal + 1, end).strip();
  }

  @Override
  public String toString() {
    return text;
  }
}
