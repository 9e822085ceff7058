package org.requestrouter.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.config.AliasesConfig;
import org.requestrouter.config.RoutingConfig;

/** The package for pages, and the scripts that are made of its module. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClientPackageTest {
  private static final Path PACKAGE = Path.of("../examples/alias-client");

  private final AliasesConfig site =
      new RoutingConfig().aliases("www.example.com", "app1..2.example.com");
  @TempDir private Path directory;

  private static Path node() {
    Path found =
        Stream.of("/usr/bin/node", "/usr/local/bin/node")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    String message = "node is missing: install the package nodejs";
    if (found == null && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(message);
    }
    assumeTrue(found != null, message);
    return found;
  }

  private static String run(Path directory, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = node().toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @Test
  void itsTestsPass() throws Exception {
    String output = run(PACKAGE, "--test");
    assertTrue(output.contains("pass "), output);
  }

  @Test
  void itsModuleIsWhatTheRouterServes() throws IOException {
    try (InputStream served = ClientScript.class.getResourceAsStream("index.mjs")) {
      String source = new String(served.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(Files.readString(PACKAGE.resolve("index.mjs")), source);
    }
  }

  @Test
  void whatIsServedCanBeParsedInBothForms() throws Exception {
    Files.writeString(directory.resolve("aliases.js"), ClientScript.classic(site));
    Files.writeString(directory.resolve("aliases.mjs"), ClientScript.module(site));
    run(directory, "--check", "aliases.js");
    run(directory, "--check", "aliases.mjs");
  }

  @Test
  void settingsAreJson() throws Exception {
    site.setLongPolls("/poll/a'b /x,y");
    Files.writeString(directory.resolve("settings.json"), ClientScript.settings(site));
    String script = "console.log(JSON.parse(fs.readFileSync('settings.json')).longPolls.join(' '))";
    assertEquals("/poll/a'b /x,y\n", run(directory, "-e", script));
  }
}
