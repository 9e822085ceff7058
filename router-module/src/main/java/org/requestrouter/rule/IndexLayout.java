package org.requestrouter.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects rules, in ascending order, and lays them out as an index. */
final class IndexLayout {
  private final Map<RuleKey, List<Integer>> found = new LinkedHashMap<>();
  private final List<Integer> others = new ArrayList<>();

  /** Adds a rule that any of the keys finds. */
  void add(int rule, Set<RuleKey> keys) {
    keys.forEach(key -> found.computeIfAbsent(key, k -> new ArrayList<>()).add(rule));
  }

  /** Adds a rule that every request may match. */
  void addOther(int rule) {
    others.add(rule);
  }

  RuleIndex build() {
    List<Integer> lists = new ArrayList<>();
    int first = others.isEmpty() ? ValueMap.NONE : append(lists, others);
    Map<Source, Map<RuleKey, Integer>> offsets = new LinkedHashMap<>();
    found.forEach(
        (key, rules) ->
            offsets
                .computeIfAbsent(key.source(), source -> new LinkedHashMap<>())
                .put(key, append(lists, rules)));
    List<SourceIndex> sources = new ArrayList<>();
    offsets.forEach(
        (source, keys) ->
            sources.add(new SourceIndex(source, table(keys, false), table(keys, true))));
    return new RuleIndex(
        lists.stream().mapToInt(Integer::intValue).toArray(),
        first,
        sources.toArray(SourceIndex[]::new));
  }

  /** Returns the offset of the list among the others. */
  private static int append(List<Integer> lists, List<Integer> rules) {
    int offset = lists.size();
    lists.addAll(rules);
    lists.add(Candidates.END);
    return offset;
  }

  private static SampleTable table(Map<RuleKey, Integer> keys, boolean ignoreCase) {
    return new SampleTable(
        ignoreCase, values(keys, ignoreCase, false), values(keys, ignoreCase, true));
  }

  private static Map<Value, Integer> values(
      Map<RuleKey, Integer> keys, boolean ignoreCase, boolean beginning) {
    Map<Value, Integer> values = new HashMap<>();
    keys.forEach(
        (key, offset) -> {
          if (key.value().ignoresCase() == ignoreCase && key.beginning() == beginning) {
            values.put(key.value(), offset);
          }
        });
    return values;
  }
}
