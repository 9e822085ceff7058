package org.requestrouter;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.RulesText.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.upstream.CapturedLog;

/** A running router follows the files of its configuration. */
class WatchedRulesTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Server server = new Server();
  private final RequestRouter router = new RequestRouter(server, new RoutingConfig());
  @TempDir private Path directory;

  @AfterEach
  void stopServer() throws Exception {
    server.stop();
  }

  private Path write(String name, String acl, int port) throws IOException {
    return new RulesText()
        .backend("b", server("s", port))
        .acl("listed", acl)
        .use("b", "listed")
        .writeTo(directory.resolve(name));
  }

  private void start(Path rules) throws Exception {
    router.setRules(rules.toString());
    server.addBean(router);
    server.start();
  }

  private static void awaitThat(Callable<Boolean> condition) {
    await().atMost(LONG).until(condition);
  }

  @Test
  void theIntervalIsASecondUnlessItIsSet() throws Exception {
    assertEquals(1, router.getScanInterval());
    router.setScanInterval(0);
    assertEquals(0, router.getScanInterval());
    String message =
        assertThrows(IllegalArgumentException.class, () -> router.setScanInterval(-1)).getMessage();
    assertEquals("scanInterval must not be negative: -1", message);
    start(write("rules.xml", "path /x", 1));
    assertThrows(IllegalStateException.class, () -> router.setScanInterval(2));
  }

  @Test
  void aRewrittenFileIsLoaded() throws Exception {
    start(write("rules.xml", "path /x", 1));

    write("rules.xml", "path /x", 2);

    awaitThat(() -> router.getReloads() == 1);
    assertEquals("http://127.0.0.1:2", router.backends().get(0).servers().get(0).uri());
  }

  @Test
  void aFileReplacedByRenamingIsLoaded() throws Exception {
    Path rules = write("rules.xml", "path /x", 1);
    start(rules);

    Files.move(
        write("rules.xml~", "path /x", 2),
        rules,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);

    awaitThat(() -> router.getReloads() == 1);
    assertEquals("http://127.0.0.1:2", router.backends().get(0).servers().get(0).uri());
  }

  @Test
  void aChangedFileOfPatternsIsLoaded() throws Exception {
    Path patterns = Files.writeString(directory.resolve("paths.lst"), "/one\n");
    start(write("rules.xml", "path -f paths.lst", 1));

    Files.writeString(patterns, "/another\n");

    awaitThat(() -> router.getReloads() == 1);
  }

  @Test
  void aFileOfPatternsThatIsNamedOnlyLaterIsWatchedToo() throws Exception {
    Path patterns = Files.writeString(directory.resolve("paths.lst"), "/one\n");
    start(write("rules.xml", "path /x", 1));
    write("rules.xml", "path -f paths.lst", 1);
    awaitThat(() -> router.getReloads() == 1);

    Files.writeString(patterns, "/another\n");

    awaitThat(() -> router.getReloads() == 2);
  }

  @Test
  void aBadFileIsLoggedOnceAndAGoodOneIsTakenAfterIt() throws Exception {
    start(write("rules.xml", "path /x", 1));
    try (CapturedLog log = new CapturedLog()) {
      write("rules.xml", "path_bag /x", 2);
      awaitThat(() -> router.getRejectedReloads() == 1);
      assertEquals("http://127.0.0.1:1", router.backends().get(0).servers().get(0).uri());
      write("rules.xml", "path /x", 3);
      awaitThat(() -> router.getReloads() == 1);

      assertEquals(1, router.getRejectedReloads());
      assertEquals(1, log.text().lines().filter(line -> line.contains("path_bag")).count());
    }
    assertEquals("http://127.0.0.1:3", router.backends().get(0).servers().get(0).uri());
  }

  @Test
  void changedStoresOfTlsAreLoadedAndUsed() throws Exception {
    Path trusted = Files.copy(cacerts(), directory.resolve("trusted.p12"));
    Path own = Files.copy(keys(), directory.resolve("own.p12"));
    String https =
        server(
            "s",
            "https://127.0.0.1:1",
            RulesText.set("trustStore", "trusted.p12"),
            RulesText.set("trustStorePassword", "changeit"),
            RulesText.set("keyStore", "own.p12"),
            RulesText.set("keyStorePassword", "changeit"));
    start(new RulesText().backend("b", https).writeTo(directory.resolve("rules.xml")));
    Object before = router.backends().get(0).servers().get(0).upstream();

    Files.delete(trusted);
    awaitThat(() -> router.getRejectedReloads() == 1);
    assertTrue(router.getLastReloadError().contains("trusted.p12"), router.getLastReloadError());
    Files.delete(own);
    Files.copy(cacerts(), trusted);
    awaitThat(() -> router.getRejectedReloads() == 2);
    assertTrue(router.getLastReloadError().contains("own.p12"), router.getLastReloadError());
    Files.copy(keys(), own);
    awaitThat(() -> router.getReloads() == 1);

    assertTrue(before != router.backends().get(0).servers().get(0).upstream());
  }

  /** A key, with something for its certificate. */
  private Path keys() throws Exception {
    Path made = directory.resolve("made.p12");
    if (!Files.exists(made)) {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=x",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  made.toString(),
                  "-storepass",
                  "changeit")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertEquals(0, keytool.waitFor());
    }
    return made;
  }

  /** The certificates that Java trusts. */
  private static Path cacerts() {
    return Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
  }
}
