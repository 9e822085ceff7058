package org.requestrouter.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;

/** Makes certificates that are good for a test. */
final class TestCertificate {
  static final String PASSWORD = "changeit";

  private TestCertificate() {}

  /** Makes a key store with a self-signed certificate of the name. */
  static void make(Path store, String name) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), Programs.CHARSET);
    assertEquals(0, process.waitFor(), output);
  }
}
