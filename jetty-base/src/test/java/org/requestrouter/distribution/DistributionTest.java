package org.requestrouter.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.examples.notes.NotesServer;
import org.requestrouter.examples.pubsub.PubSubServer;
import org.requestrouter.examples.pubsub.Settings;

/** The packaged base with the demo's rules, its back ends and its webapp, through every door. */
@ParameterizedClass
@EnumSource(Door.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DistributionTest {
  private static final String NOTES_HOST = "notes.example.com";
  private static final String OTHER_HOST = "other.example.org";
  private static final String IMPATIENT_HOST = "impatient.example.org";

  /** A back end that reaches the PubSub server too, but with the default back end's timeout. */
  private static final String IMPATIENT =
      """
        <Call name="backend"><Arg>impatient</Arg>
          <Set name="serverTimeout">5s</Set>
          <Call name="server"><Arg>twisted1</Arg><Arg>http://127.0.0.1:8082</Arg></Call>
        </Call>
        <Call name="useBackend"><Arg>impatient</Arg><Arg>{ hdr(host) impatient.example.org }</Arg></Call>
      </Configure>
      """;

  @TempDir private static Path directory;
  private static PubSubServer pubsub;
  private static NotesServer notes;
  private static JettyProcess jetty;
  private static Http http;

  /** The parameter is used where the class is prepared. */
  DistributionTest(Door door) {
    assertTrue(jetty.output().contains("Started"), () -> door + " has not started");
  }

  @BeforeParameterizedClassInvocation
  static void start(Door door) throws Exception {
    pubsub = new PubSubServer(Settings.defaults().withPort(0)).start();
    notes = new NotesServer(0).start();
    Path rules =
        Configurations.demoRules()
            .replace(">30s</Set>", ">5s</Set>")
            .replace("</Configure>", IMPATIENT)
            .withPorts(notes.port(), pubsub.port())
            .writeTo(directory.resolve("rules-" + door + ".xml"));
    jetty = door.base(directory).start("request-router.rules=" + rules);
    http = new Http(jetty.awaitStarted().port());
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    jetty.close();
    notes.close();
    pubsub.close();
  }

  @ParameterizedTest
  @CsvSource({
    "notes.example.com,          /subscriptions/channel/seed?after=0, pubsub",
    "www.Notes.Example.com:80,   /subscriptions/channel/seed?after=0, pubsub",
    "localhost:8080,             /subscriptions/channel/seed?after=0, pubsub",
    "127.0.0.1,                  /subscriptions/channel/seed?after=0, pubsub",
    "other.example.org,          /subscriptions/channel/seed?after=0, notes",
    "notes-example.com,          /subscriptions/channel/seed?after=0, notes",
    "notes.example.com,          /Subscriptions/channel/seed?after=0, notes",
    "notes.example.com,          /subscriptions/channel,              notes",
    "notes.example.com,          /x/subscriptions/channel/seed,       notes",
    "notes.example.com,          /,                                   notes",
    "other.example.org,          /notes,                              notes",
    "notes.example.com,          /chat/,                              chat",
    "other.example.org,          /chat/index.html,                    chat",
    "notes.example.com,          /chatter,                            notes",
  })
  void theRulesOfTheDemoRouteByHostAndPath(String host, String pathQuery, String expected)
      throws Exception {
    http.post(NOTES_HOST, "/publish/seed", "seed");
    HttpResponse<String> response = http.get(host, pathQuery);
    assertEquals(expected, whoAnswered(response), response::body);
  }

  private static String whoAnswered(HttpResponse<String> response) {
    String body = response.body();
    if (body.contains("\"data\":\"seed\"")) {
      return "pubsub";
    }
    if (body.contains("<title>Notes") || body.contains("the notes server has no")) {
      return "notes";
    }
    return body.contains("<title>Chat") ? "chat" : "unknown";
  }

  @Test
  void theWebappRedirectsToItsOwnPath() throws Exception {
    HttpResponse<String> response = http.get(NOTES_HOST, "/chat");
    assertEquals(3, response.statusCode() / 100);
    assertTrue(response.headers().firstValue("location").orElse("").endsWith("/chat/"));
  }

  @Test
  void publishingIsRoutedOnlyUnderTheNameOfTheNotes() throws Exception {
    assertEquals(200, http.post(NOTES_HOST, "/publish/routed", "x").statusCode());
    assertEquals("notes", whoAnswered(http.post(OTHER_HOST, "/publish/routed", "x")));
  }

  @Test
  void theBackEndSeesTheClientInForwardedFor() throws Exception {
    HttpResponse<String> seen = http.get(OTHER_HOST, "/notes", "Accept", "application/json");
    assertTrue(seen.body().contains("\"forwardedFor\":\"127.0.0.1\""), seen::body);
    HttpResponse<String> forged =
        http.get(
            OTHER_HOST, "/notes", "Accept", "application/json", "X-Forwarded-For", "192.0.2.1");
    assertTrue(forged.body().contains("\"forwardedFor\":\"127.0.0.1\""), forged::body);
  }

  @Test
  void aLongPollOutlivesTheDefaultTimeoutAndGetsItsMessage() throws Exception {
    CompletableFuture<HttpResponse<String>> poll =
        http.getAsync(NOTES_HOST, "/subscriptions/channel/long");
    CompletableFuture<HttpResponse<String>> impatient =
        http.getAsync(IMPATIENT_HOST, "/subscriptions/channel/long");
    await()
        .during(Duration.ofSeconds(7))
        .atMost(Duration.ofSeconds(30))
        .until(() -> !poll.isDone() && pubsub.waiting("long") > 0);

    assertEquals(504, impatient.get(20, TimeUnit.SECONDS).statusCode());
    assertEquals(1, pubsub.waiting("long"));
    HttpResponse<String> published = http.post(NOTES_HOST, "/publish/long", "at last");
    assertTrue(published.body().contains("\"receivers\":1"), published::body);
    HttpResponse<String> received = poll.get(20, TimeUnit.SECONDS);
    assertEquals(200, received.statusCode());
    assertTrue(received.body().contains("\"data\":\"at last\""), received::body);
  }

  @Test
  void theDepartureOfAWaitingClientReachesThePubSubServer() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
      String request =
          "GET /subscriptions/channel/left HTTP/1.1\r\nHost: notes.example.com\r\n\r\n";
      client.getOutputStream().write(request.getBytes(Programs.CHARSET));
      await().atMost(Duration.ofSeconds(20)).until(() -> pubsub.waiting("left") == 1);
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> pubsub.waiting("left") == 0);
  }
}
