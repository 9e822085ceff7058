package org.requestrouter.fuzz;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.requestrouter.Alone;

/**
 * Lets Jazzer, which watches what code an input reaches, look for inputs that fail: for {@code
 * -Dfuzz.seconds=N} each, two targets at a time.
 */
@Alone
class FuzzTest {
  /** What Jazzer says of an input that fails, and of nothing else that may go wrong. */
  private static final String FOUND = "== Java Exception";

  /** Whether a finding is a failure; {@code -Dfuzz.strict=false} has it printed only. */
  private static final boolean STRICT =
      Boolean.parseBoolean(System.getProperty("fuzz.strict", "true"));

  private final int seconds = Integer.getInteger("fuzz.seconds", 60);

  @BeforeEach
  void requireJazzersLibrary() {
    assumeTrue(seconds > 0, "fuzz.seconds is 0");
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean there =
        (system.contains("linux") && (machine.equals("amd64") || machine.equals("aarch64")))
            || system.contains("mac");
    if (!there && "true".equals(System.getenv("CI"))) {
      fail("Jazzer has no library for " + system + " on " + machine);
    }
    assumeTrue(there, "Jazzer has no library for this system");
  }

  @Test
  void nothingIsFoundInHeadersAndResponses() throws Exception {
    fuzz(Target.HEADER, Target.RESPONSE);
  }

  @Test
  void nothingIsFoundInRulesAndTheirFiles() throws Exception {
    fuzz(Target.RULE, Target.RULES_FILE);
  }

  private void fuzz(Target one, Target other) throws Exception {
    try (JazzerProcess first = new JazzerProcess(one, seconds);
        JazzerProcess second = new JazzerProcess(other, seconds)) {
      assertAll(() -> expectNothing(first), () -> expectNothing(second));
    }
  }

  private static void expectNothing(JazzerProcess jazzer) throws Exception {
    String finding = jazzer.await();
    System.out.println(jazzer.statistics());
    if (finding.contains(FOUND) && !STRICT) {
      System.err.println("to be made a test: " + finding);
    } else {
      assertTrue(finding.isEmpty(), finding);
    }
  }
}
