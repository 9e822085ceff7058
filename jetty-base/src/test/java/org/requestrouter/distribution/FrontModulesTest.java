package org.requestrouter.distribution;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.examples.notes.NotesServer;
import org.requestrouter.examples.pubsub.PubSubServer;
import org.requestrouter.examples.pubsub.Settings;

/** The packaged base with Jetty's own modules for other ways of clients to it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FrontModulesTest {
  private static final String MODULES = "http2c,https,http2,proxy-protocol";

  /** What the proxy before the clear-text port says of its clients. */
  private static final String ANNOUNCED = "192.0.2.7";

  @TempDir private static Path directory;
  private static PubSubServer pubsub;
  private static NotesServer notes;
  private static JettyProcess jetty;
  private static AnnouncingProxy proxy;
  private static SSLContext trusting;

  /** The ways of clients, with what they find out of the version by upgrade or ALPN. */
  enum Front {
    CLEAR_HTTP_1_1(false, Version.HTTP_1_1),
    CLEAR_HTTP_2(false, Version.HTTP_2),
    TLS_HTTP_1_1(true, Version.HTTP_1_1),
    TLS_HTTP_2(true, Version.HTTP_2);

    private final boolean secure;
    private final Version version;

    Front(boolean secure, Version version) {
      this.secure = secure;
      this.version = version;
    }

    private HttpClient client() {
      HttpClient.Builder client = HttpClient.newBuilder().version(version);
      return (secure ? client.sslContext(trusting) : client).build();
    }

    private HttpRequest.Builder request(String path) {
      String site =
          secure ? "https://localhost:" + jetty.port("ssl") : "http://127.0.0.1:" + proxy.port();
      return HttpRequest.newBuilder(URI.create(site + path)).timeout(Duration.ofSeconds(30));
    }

    private String address() {
      return secure ? "127.0.0.1" : ANNOUNCED;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    pubsub = new PubSubServer(Settings.defaults().withPort(0)).start();
    notes = new NotesServer(0).start();
    Path rules =
        Configurations.demoRules()
            .withPorts(notes.port(), pubsub.port())
            .writeTo(directory.resolve("rules.xml"));
    JettyBase base = JettyBase.packaged().copyTo(directory.resolve("base"));
    Path keys = base.directory().resolve("etc/keystore.p12");
    TestCertificate.make(keys, "localhost");
    trusting = trusting(keys);
    base.run("--add-modules=" + MODULES);
    jetty =
        base.start(
                "request-router.rules=" + rules,
                "jetty.ssl.port=0",
                "jetty.ssl.host=127.0.0.1",
                "jetty.sslContext.keyStorePassword=" + TestCertificate.PASSWORD)
            .awaitStarted();
    proxy = new AnnouncingProxy(jetty.port("[proxy]"), ANNOUNCED);
  }

  private static SSLContext trusting(Path store) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStore.getInstance(store.toFile(), TestCertificate.PASSWORD.toCharArray()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @AfterAll
  static void stop() throws Exception {
    proxy.close();
    jetty.close();
    notes.close();
    pubsub.close();
  }

  @ParameterizedTest
  @EnumSource
  void getAndLongPollAreRouted(Front front) throws Exception {
    HttpClient client = front.client();
    HttpResponse<String> seen =
        client.send(
            front.request("/notes").header("Accept", "application/json").build(), ofString());
    assertEquals(200, seen.statusCode());
    assertEquals(front.version, seen.version());
    assertTrue(seen.body().contains("\"forwardedFor\":\"" + front.address() + "\""), seen::body);

    String channel = front.name();
    CompletableFuture<HttpResponse<String>> poll =
        client.sendAsync(front.request("/subscriptions/channel/" + channel).build(), ofString());
    await().atMost(Duration.ofSeconds(20)).until(() -> pubsub.waiting(channel) == 1);
    assertFalse(poll.isDone());
    HttpRequest publish =
        front.request("/publish/" + channel).POST(BodyPublishers.ofString("at last")).build();
    assertEquals(200, client.send(publish, ofString()).statusCode());

    HttpResponse<String> released = poll.get(20, TimeUnit.SECONDS);
    assertEquals(front.version, released.version());
    assertTrue(released.body().contains("\"data\":\"at last\""), released::body);
  }

  @ParameterizedTest
  @EnumSource
  void departureOfAWaitingClientIsNoticed(Front front) throws Exception {
    String channel = "left-" + front.name();
    HttpClient client = front.client();
    // The connection is upgraded by a request that is answered, not by the one that is held.
    client.send(front.request("/notes").build(), ofString());
    CompletableFuture<HttpResponse<String>> poll =
        client.sendAsync(front.request("/subscriptions/channel/" + channel).build(), ofString());
    await().atMost(Duration.ofSeconds(20)).until(() -> pubsub.waiting(channel) == 1);

    poll.cancel(true);

    await().atMost(Duration.ofSeconds(20)).until(() -> pubsub.waiting(channel) == 0);
  }
}
