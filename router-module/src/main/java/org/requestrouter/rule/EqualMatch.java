package org.requestrouter.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Equality; long lists, as files bring them, are looked up rather than walked through. */
final class EqualMatch extends TextMatch {
  private static final int FEW = 8;

  private final Value[] values;
  private final ValueMap exact;
  private final ValueMap folded;
  private final int longest;

  EqualMatch(List<Value> values) {
    this.values = values.toArray(Value[]::new);
    this.exact = map(values, false);
    this.folded = map(values, true);
    this.longest = values.stream().mapToInt(Value::length).max().orElse(0);
  }

  private static ValueMap map(List<Value> values, boolean ignoreCase) {
    Map<Value, Integer> map = new HashMap<>();
    for (Value value : values) {
      if (value.ignoresCase() == ignoreCase) {
        map.put(value, map.size());
      }
    }
    return new ValueMap(map);
  }

  @Override
  public Verdict text(String text, int from, int to) {
    return hitIf(values.length > FEW ? lookUp(text, from, to) : walk(text, from, to));
  }

  private boolean lookUp(String text, int from, int to) {
    if (to - from > longest) {
      return false;
    }
    int hash = 0;
    int foldedHash = 0;
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      hash = ValueMap.hash(hash, c);
      foldedHash = ValueMap.hash(foldedHash, Ascii.fold(c));
    }
    return exact.get(hash, text, from, to - from) != ValueMap.NONE
        || folded.get(foldedHash, text, from, to - from) != ValueMap.NONE;
  }

  private boolean walk(String text, int from, int to) {
    for (Value value : values) {
      if (value.length() == to - from && value.isAt(text, from)) {
        return true;
      }
    }
    return false;
  }
}
