package org.requestrouter.upstream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A self-signed certificate, made for a run of the tests.
 *
 * @param store the key store with it and its key
 */
public record Certificate(Path store) {
  public static final String PASSWORD = "changeit";
  private static Certificate shared;

  /** Makes a certificate for names as keytool writes them, for example {@code dns:localhost}. */
  public static Certificate of(Path directory, String names)
      throws IOException, InterruptedException {
    Path store = Files.createTempFile(directory, "store", ".p12");
    Files.delete(store);
    keytool(
        List.of(
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=test",
            "-ext",
            "san=" + names,
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD));
    return new Certificate(store);
  }

  /** A certificate for localhost that all tests of a run may use. */
  public static synchronized Certificate shared() throws IOException, InterruptedException {
    if (shared == null) {
      Path directory = Files.createTempDirectory("certificate");
      shared = of(directory, "dns:localhost,ip:127.0.0.1");
      shared.store.toFile().deleteOnExit();
      directory.toFile().deleteOnExit();
    }
    return shared;
  }

  private static void keytool(List<String> arguments) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    builder.command().addAll(arguments);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool: " + output);
    }
  }
}
