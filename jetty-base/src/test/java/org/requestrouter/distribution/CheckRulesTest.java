package org.requestrouter.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The check of a rules file, by the very command that the documentation gives. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CheckRulesTest {
  private static final Pattern COMMAND =
      Pattern.compile("^java -cp \"([^\"]+)\" (\\S+CheckRules) (\\S+)$", Pattern.MULTILINE);

  @TempDir private Path directory;

  private record Outcome(int status, String output) {}

  /** Runs the documented command, on another file if one is given. */
  private static Outcome check(Path file) throws IOException, InterruptedException {
    Matcher documented =
        COMMAND.matcher(Files.readString(Path.of("../router-module/src/main/docs/reload.md")));
    assertTrue(documented.find(), "the documentation has no command");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(documented.group(1).replace("$JETTY_HOME", System.getProperty("jetty.home")));
    command.add(documented.group(2));
    command.add(file == null ? documented.group(3) : file.toString());
    Process process =
        new ProcessBuilder(command)
            .directory(JettyBase.packaged().directory().toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), Programs.CHARSET);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return new Outcome(process.exitValue(), output.strip());
  }

  @Test
  void theRulesOfTheBaseAreGood() throws Exception {
    Outcome outcome = check(null);
    assertEquals(0, outcome.status(), outcome::output);
    assertTrue(
        outcome.output().matches("etc/request-router-rules.xml: 2 backends, 2 servers, \\d rules"),
        outcome::output);
  }

  @Test
  void aMistakeIsTheOnlyOutput() throws Exception {
    Path rules =
        Configurations.demoRules()
            .replace("path_beg /subscriptions/channel/", "path_begin /x")
            .writeTo(directory.resolve("bad-rules.xml"));
    Outcome outcome = check(rules);
    assertEquals(1, outcome.status(), outcome::output);
    assertEquals(1, outcome.output().lines().count(), outcome::output);
    assertTrue(outcome.output().startsWith(rules + ": line "), outcome::output);
    assertTrue(outcome.output().endsWith("unknown fetch 'path_begin'"), outcome::output);
  }

  @Test
  void aMistakeOfXmlIsTheOnlyOutputToo() throws Exception {
    Path rules =
        Configurations.demoRules()
            .replace(">10s<", ">ten<")
            .writeTo(directory.resolve("bad-rules.xml"));
    Outcome outcome = check(rules);
    assertEquals(1, outcome.status(), outcome::output);
    assertEquals(1, outcome.output().lines().count(), outcome::output);
  }

  @Test
  void anHttpsServerNeedsNothingElseOnTheClassPath() throws Exception {
    Path rules =
        Configurations.demoRules()
            .replace("http://127.0.0.1:8081", "https://127.0.0.1:8081")
            .writeTo(directory.resolve("https-rules.xml"));
    Outcome outcome = check(rules);
    assertEquals(0, outcome.status(), outcome::output);
  }
}
