package org.requestrouter.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The article's HAProxy configuration and its translation decide alike, and as documented. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArticleTest {
  private static final String PUBSUBS = "pubsubs for 127.0.0.1";
  private static final String APACHES = "apaches for 127.0.0.1";
  private static final List<String> PUBSUB_HOSTS =
      List.of(
          "notes.example.com",
          "NOTES.Example.com",
          "www.notes.example.com",
          "notes.example.com:8080",
          "notes.example.com.other.org");
  private static final List<String> OTHER_HOSTS =
      List.of("other.example.org", "example.com", "notnotes.example.com", "localhost", "127.0.0.1");
  private static final List<String> PUBSUB_PATHS =
      List.of(
          "/subscriptions/channel/", "/subscriptions/channel/a", "/subscriptions/channel/a/b?c=d");
  private static final List<String> OTHER_PATHS =
      List.of(
          "/",
          "/notes",
          "/subscriptions/channel",
          "/Subscriptions/channel/a",
          "/x/subscriptions/channel/a",
          "/x?/subscriptions/channel/a",
          "/chat/");

  @TempDir private Path directory;

  @Test
  void theTranslationRoutesAsHaproxyDoes() throws Exception {
    Map<String, String> expected = new LinkedHashMap<>();
    for (String host : OTHER_HOSTS) {
      PUBSUB_PATHS.forEach(path -> expected.put(host + " " + path, APACHES));
      OTHER_PATHS.forEach(path -> expected.put(host + " " + path, APACHES));
    }
    for (String host : PUBSUB_HOSTS) {
      PUBSUB_PATHS.forEach(path -> expected.put(host + " " + path, PUBSUBS));
      OTHER_PATHS.forEach(path -> expected.put(host + " " + path, APACHES));
    }
    try (NamedBackEnd apaches = new NamedBackEnd("apaches");
        NamedBackEnd pubsubs = new NamedBackEnd("pubsubs");
        HaproxyProcess haproxy =
            new HaproxyProcess(
                Configurations.example("article/haproxy.cfg")
                    .withPorts(apaches.port(), pubsubs.port()),
                directory)) {
      assertEquals(expected, answers(haproxy.port(), expected));
      Path rules =
          Configurations.example("article/request-router-rules.xml")
              .withPorts(apaches.port(), pubsubs.port())
              .writeTo(directory.resolve("rules.xml"));
      try (JettyProcess jetty = JettyBase.packaged().start("request-router.rules=" + rules)) {
        assertEquals(expected, answers(jetty.awaitStarted().port(), expected));
      }
    }
  }

  private static Map<String, String> answers(int port, Map<String, String> requests)
      throws Exception {
    Map<String, String> answers = new LinkedHashMap<>();
    for (String request : requests.keySet()) {
      String[] parts = request.split(" ", 2);
      answers.put(request, new Http(port).get(parts[0], parts[1]).body());
    }
    return answers;
  }
}
