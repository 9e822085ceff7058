package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.rule.RandomRequests.Sent;

/**
 * Asks a real HAProxy and the rules for the same verdicts on conditions and requests that a seed
 * determines; {@code -Drule.seed=N} repeats a run, {@code -Drule.rounds=N} makes it longer.
 */
class HAProxyDifferentialTest {
  private static final int CONDITIONS = 100;
  private static final int REQUESTS = 120;
  private static final int PRINTED = 20;

  @TempDir private Path directory;

  @BeforeEach
  void requireHaproxy() {
    HAProxyProcess.require();
  }

  @Test
  void givesTheVerdictsOfHaproxy() throws Exception {
    long seed = Long.getLong("rule.seed", System.nanoTime());
    int rounds = Integer.getInteger("rule.rounds", 5);
    System.out.println("HAProxyDifferentialTest: -Drule.seed=" + seed);
    RandomConditions.writeFiles(directory);
    for (int round = 0; round < rounds; round++) {
      compare(seed + round);
    }
  }

  private void compare(long seed) throws Exception {
    Dice dice = new Dice(seed);
    RandomConditions generator = new RandomConditions(dice);
    List<String> acls = generator.acls();
    List<String> texts = Stream.generate(generator::next).limit(CONDITIONS).toList();
    AclSet set = new AclSet(directory);
    for (String acl : acls) {
      int blank = acl.indexOf(' ');
      set.define(acl.substring(0, blank), acl.substring(blank + 1));
    }
    List<Condition> conditions = texts.stream().map(set::compile).toList();
    RandomRequests requests = new RandomRequests(dice);
    List<String> differences = new ArrayList<>();
    int hits = 0;
    try (HAProxyVerdicts haproxy = new HAProxyVerdicts(directory, acls, texts)) {
      for (int i = 0; i < REQUESTS; i++) {
        Sent sent = requests.next();
        List<Boolean> verdicts = haproxy.ask(sent.bytes());
        assertEquals(CONDITIONS, verdicts.size());
        for (int j = 0; j < CONDITIONS; j++) {
          boolean verdict = verdicts.get(j);
          hits += verdict ? 1 : 0;
          if (conditions.get(j).test(sent.request()) != verdict) {
            differences.add(verdict + " in HAProxy: " + texts.get(j) + "\n" + sent.bytes());
          }
        }
      }
    }
    report(seed, acls, differences);
    int pairs = CONDITIONS * REQUESTS;
    assertTrue(hits > pairs / 10 && hits < pairs * 9 / 10, "true too often or too seldom: " + hits);
  }

  private static void report(long seed, List<String> acls, List<String> differences) {
    if (!differences.isEmpty()) {
      String first =
          String.join("\n", differences.subList(0, Math.min(PRINTED, differences.size())));
      fail(
          String.format(
              "-Drule.seed=%d -Drule.rounds=1: %d differences%nacl %s%n%n%s",
              seed, differences.size(), String.join("\nacl ", acls), first));
    }
  }
}
