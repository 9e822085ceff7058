package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The npm package http-cache-tests, the public tests of HTTP caches, in one version. It is fetched
 * when it is needed, once a build directory.
 */
final class CacheSuitePackage {
  static final String VERSION = "0.4.5";

  private static final String NAME = "http-cache-tests";
  private static final String SHA_512 =
      "DjuwN9nUZXLTW+wav1LRESCZNVxl8SshwOy4z1pxuWbWt5/ay6sM9QQ1lebBaDO6P1IMBoK6mdf+PuVP/QNL8A==";
  private static final int PATIENCE_SECONDS = 90;

  private CacheSuitePackage() {}

  /**
   * Returns the directory of the package. Skips the test where node or the package is not to be
   * had, unless it must run.
   */
  static Path require() throws Exception {
    OtherProxy.require("nodejs");
    OtherProxy.require("npm");
    Path directory = Path.of("target", NAME + "-" + VERSION).toAbsolutePath();
    Path unpacked = directory.resolve("package");
    if (!Files.exists(directory.resolve("complete"))) {
      Files.createDirectories(directory);
      fetch(directory);
      Files.createFile(directory.resolve("complete"));
    }
    return unpacked;
  }

  private static void fetch(Path directory) throws Exception {
    String log = run(directory, "npm", "pack", "--silent", NAME + "@" + VERSION);
    Path archive = directory.resolve(NAME + "-" + VERSION + ".tgz");
    if (!Files.exists(archive)) {
      String message = "npm has no " + NAME + ": " + log;
      if ("true".equals(System.getenv("CI"))) fail(message);
      assumeTrue(false, message);
    }
    assertEquals(SHA_512, hash(archive), "another package than the tests were reviewed in");
    log = run(directory, "tar", "-xzf", archive.getFileName().toString());
    assertEquals("", log);
  }

  private static String run(Path directory, String... command) throws Exception {
    Path log = directory.resolve(command[0] + ".log");
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    try (Stream<String> lines = Files.lines(log)) {
      return String.join("\n", lines.toList());
    }
  }

  private static String hash(Path file) throws IOException, GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
    return Base64.getEncoder().encodeToString(digest);
  }
}
