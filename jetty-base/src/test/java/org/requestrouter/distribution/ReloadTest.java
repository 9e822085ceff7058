package org.requestrouter.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged base follows its rules file. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReloadTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void aChangedRulesFileIsLoadedAndABadOneIsNot() throws Exception {
    Path file = directory.resolve("rules.xml");
    Configurations rules = Configurations.demoRules();
    try (NamedBackEnd first = new NamedBackEnd("first");
        NamedBackEnd second = new NamedBackEnd("second")) {
      rules.withPorts(first.port(), first.port()).writeTo(file);
      try (JettyProcess jetty =
          JettyBase.packaged().start("request-router.rules=" + file).awaitStarted()) {
        Http http = new Http(jetty.port());
        assertEquals("first for 127.0.0.1", http.get("localhost", "/").body());

        rules.withPorts(second.port(), second.port()).writeTo(file);
        await()
            .atMost(LONG)
            .until(() -> http.get("localhost", "/").body().equals("second for 127.0.0.1"));

        rules.replace("path_beg /publish/", "path_begin /").writeTo(file);
        await().atMost(LONG).until(() -> jetty.output().contains("not reloaded"));
        assertEquals("second for 127.0.0.1", http.get("localhost", "/").body());
      }
    }
  }
}
