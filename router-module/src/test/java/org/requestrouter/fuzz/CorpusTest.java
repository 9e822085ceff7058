package org.requestrouter.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.DryRun;

/** The inputs that fuzzing has found worth keeping, those that once failed among them. */
class CorpusTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void everyKeptInputPasses(Target target) throws Exception {
    assertFalse(target.inputs().isEmpty());
    for (Path input : target.inputs()) {
      byte[] bytes = Files.readAllBytes(input);
      try {
        target.run(bytes);
      } catch (Exception | AssertionError x) {
        fail(input.toString(), x);
      }
    }
  }

  @Test
  void theNotationOfRulesFilesMakesGoodFiles() throws Exception {
    String notation = Files.readString(Target.RULES_FILE.corpus().resolve("notation-full"));
    Path file = Files.writeString(directory.resolve("rules.xml"), RulesNotation.toXml(notation));

    assertEquals("1 backend, 3 servers, 2 rules", new DryRun().check(file).summary());
  }
}
