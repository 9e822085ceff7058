package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the index with rules that are tested one by one, on tables and requests that a seed
 * determines; {@code -Drule.seed=N} repeats a run, {@code -Drule.tables=N} makes it longer.
 */
class RuleIndexDifferentialTest {
  private static final int REQUESTS = 100;

  @TempDir private Path directory;
  private long indexed;
  private long matching;
  private long found;

  @Test
  void findsTheRuleThatMatchesFirst() throws Exception {
    long seed = Long.getLong("rule.seed", System.nanoTime());
    int tables = Integer.getInteger("rule.tables", 150);
    System.out.println("RuleIndexDifferentialTest: -Drule.seed=" + seed);
    RandomConditions.writeFiles(directory);
    for (int table = 0; table < tables; table++) {
      compare(seed + table);
    }
    assertTrue(indexed > 0 && matching > 0, "nothing was compared");
    assertTrue(found < indexed / 2, "the index leaves nothing out: " + found + " of " + indexed);
  }

  private void compare(long seed) {
    Dice dice = new Dice(seed);
    RandomTables generator = new RandomTables(dice);
    AclSet acls = generator.acls(new AclSet(directory));
    List<String> texts = generator.next();
    List<Condition> conditions = texts.stream().map(acls::compile).toList();
    RuleSet rules = new RuleSet(conditions);
    RuleIndex index = new IndexBuilder(conditions.toArray(Condition[]::new)).build();
    RandomRequests requests = new RandomRequests(dice);
    for (int i = 0; i < REQUESTS; i++) {
      TestRequest request = varied(dice, requests.next().request());
      List<Integer> matches =
          IntStream.range(0, conditions.size())
              .filter(rule -> conditions.get(rule).test(request))
              .boxed()
              .toList();
      String context = "-Drule.seed=" + seed + " -Drule.tables=1: " + request + "\n" + texts;
      assertEquals(
          matches.isEmpty() ? RuleSet.NONE : matches.get(0), rules.first(request), context);
      if (index != null) {
        compare(candidates(index, request), matches, context);
        indexed += conditions.size();
      }
    }
  }

  private void compare(List<Integer> candidates, List<Integer> matches, String context) {
    assertEquals(candidates.stream().sorted().distinct().toList(), candidates, context);
    assertTrue(candidates.containsAll(matches), context);
    matching += matches.size();
    found += candidates.size();
  }

  private static List<Integer> candidates(RuleIndex index, RequestHead request) {
    Candidates candidates = index.candidates(request);
    List<Integer> rules = new ArrayList<>();
    for (int rule = candidates.next(); rule >= 0; rule = candidates.next()) {
      rules.add(rule);
    }
    return rules;
  }

  /** Sends some requests with two Host fields, with none, or with an empty one. */
  private static TestRequest varied(Dice dice, TestRequest request) {
    HttpFields.Mutable fields = HttpFields.build(request.fields());
    switch (dice.between(0, 9)) {
      case 0 -> fields.add("Host", dice.pick(RandomRequests.HOSTS));
      case 1 -> fields.remove("Host");
      case 2 -> fields.put("Host", dice.pick(List.of("", " , ", ",h", "h,h,h,EXAMPLE.com")));
      default -> {
        return request;
      }
    }
    return new TestRequest(
        request.method(),
        request.target(),
        request.version(),
        fields.asImmutable(),
        request.remote(),
        request.local(),
        request.secure());
  }
}
