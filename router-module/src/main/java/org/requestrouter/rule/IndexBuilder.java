package org.requestrouter.rule;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the values that each rule of a table is found by. For a rule to match, all terms of one
 * of its suites have to be true, so that one term of each suite finds it: the term whose values the
 * fewest other rules share.
 */
final class IndexBuilder {
  /** Up to this many rules are tested as fast as looked up. */
  private static final int FEW_RULES = 8;

  /** A source is not worth a look-up if the rules want fewer values of it than this. */
  private static final int FEW_VALUES = 4;

  private final Condition[] conditions;
  private final Map<RuleKey, Integer> uses = new HashMap<>();
  private final Map<Source, Integer> values = new HashMap<>();

  IndexBuilder(Condition[] conditions) {
    this.conditions = conditions;
  }

  /** Returns the index, or null if it would save next to nothing. */
  RuleIndex build() {
    if (conditions.length <= FEW_RULES) {
      return null;
    }
    for (Condition condition : conditions) {
      suites(condition).forEach(suite -> suite.forEach(this::count));
    }
    uses.keySet().forEach(key -> values.merge(key.source(), 1, Integer::sum));
    IndexLayout layout = new IndexLayout();
    int found = 0;
    for (int rule = 0; rule < conditions.length; rule++) {
      Set<RuleKey> keys = keys(conditions[rule]);
      if (keys == null) {
        layout.addOther(rule);
      } else {
        layout.add(rule, keys);
        found++;
      }
    }
    return found > FEW_RULES ? layout.build() : null;
  }

  /** Returns what each term that may find the rule finds it by, by suite. */
  private static List<List<List<RuleKey>>> suites(Condition condition) {
    if (!(condition instanceof CompiledCondition compiled) || compiled.isInverted()) {
      return List.of(List.of());
    }
    return compiled.suites().stream()
        .map(suite -> suite.stream().map(RuleKey::of).filter(Objects::nonNull).toList())
        .toList();
  }

  private void count(List<RuleKey> keys) {
    keys.forEach(key -> uses.merge(key, 1, Integer::sum));
  }

  /** Returns what finds a rule, or null if a suite has nothing to be found by. */
  private Set<RuleKey> keys(Condition condition) {
    Set<RuleKey> keys = new LinkedHashSet<>();
    for (List<List<RuleKey>> suite : suites(condition)) {
      Optional<List<RuleKey>> best =
          suite.stream().filter(this::isWorthwhile).min(Comparator.comparingInt(this::sharing));
      if (best.isEmpty()) {
        return null;
      }
      keys.addAll(best.get());
    }
    return keys;
  }

  private boolean isWorthwhile(List<RuleKey> keys) {
    return keys.stream().allMatch(key -> values.get(key.source()) >= FEW_VALUES);
  }

  private int sharing(List<RuleKey> keys) {
    return keys.stream().mapToInt(uses::get).max().orElse(0);
  }
}
