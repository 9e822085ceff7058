package org.requestrouter.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The request's method: the eight of HTTP/1.1 by identity, in exact case whatever the flags say,
 * and any other as text.
 */
final class MethodMatch extends TextMatch {
  private static final Set<String> KNOWN =
      Set.of("GET", "HEAD", "POST", "CONNECT", "PUT", "OPTIONS", "DELETE", "TRACE");

  private final Set<String> known;
  private final EqualMatch others;

  MethodMatch(List<Value> values) {
    List<Value> texts = new ArrayList<>();
    List<String> identities = new ArrayList<>();
    for (Value value : values) {
      if (KNOWN.contains(value.given())) {
        identities.add(value.given());
      } else {
        texts.add(value);
      }
    }
    this.known = Set.copyOf(identities);
    this.others = new EqualMatch(texts);
  }

  @Override
  public Verdict text(String text, int from, int to) {
    String method = text.substring(from, to);
    return KNOWN.contains(method) ? hitIf(known.contains(method)) : others.text(text, from, to);
  }
}
