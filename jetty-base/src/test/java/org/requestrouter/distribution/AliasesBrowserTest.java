package org.requestrouter.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.JavascriptExecutor;

/**
 * Pages in a browser whose requests the script spreads over the aliases of the example's
 * configuration, and of more sites: one with a firewall before its aliases, one with an alias that
 * is down, and one with an alias whose answers to POST get lost.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AliasesBrowserTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SITES =
      """
      <Call name="aliases"><Arg>www.walled.test</Arg><Arg>app1..2.walled.test</Arg></Call>
      <Call name="aliases"><Arg>www.partly.test</Arg><Arg>app1..2.partly.test</Arg></Call>
      <Call name="aliases"><Arg>www.losing.test</Arg><Arg>app1.losing.test</Arg></Call>
      """;

  /** How often the time of the requests is taken. */
  private static final int ROUNDS = Integer.getInteger("aliases.rounds", 2);

  /** Sends requests to a path, and counts those that have ended well, and those that have not. */
  private static final String SEND =
      """
      const [path, number, init] = arguments;
      self.ended = self.failed = 0;
      for (let i = 0; i < number; i++) {
        fetch(`${path}/${i}`, init || {}).then((r) => r.text()).then(() => ended++, () => failed++);
      }
      """;

  @TempDir private static Path directory;
  private static AjaxBackEnd backEnd;
  private static JettyProcess jetty;
  private static Wall wall;
  private static Wall losing;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    backEnd = new AjaxBackEnd();
    Path rules =
        Configurations.example("aliases.xml")
            .withPorts(backEnd.port(), backEnd.port())
            .replace("</Configure>\n", SITES + freshSites() + "</Configure>\n")
            .writeTo(directory.resolve("rules.xml"));
    JettyBase base = JettyBase.packaged().copyTo(directory.resolve("base"));
    TestCertificate.make(base.directory().resolve("etc/keystore.p12"), "*.example.com");
    base.run("--add-modules=https,http2");
    jetty =
        base.start(
                "request-router.rules=" + rules,
                "jetty.ssl.port=0",
                "jetty.ssl.host=127.0.0.1",
                "jetty.sslContext.keyStorePassword=" + TestCertificate.PASSWORD)
            .awaitStarted();
    wall = Wall.againstRequests(port(), "OPTIONS");
    losing = Wall.againstAnswers(port(), "POST");
    browser =
        new Browser(
            directory.resolve("profile"),
            "--ignore-certificate-errors",
            "--host-resolver-rules="
                + String.join(
                    ",",
                    "MAP app*.walled.test 127.0.0.1:" + wall.port(),
                    "MAP app1.partly.test 127.0.0.1:" + closedPort(),
                    "MAP app1.losing.test 127.0.0.1:" + losing.port(),
                    "MAP *.test 127.0.0.1",
                    "MAP *.example.com 127.0.0.1"));
  }

  /** Sites to which there is no connection when their turn comes. */
  private static String freshSites() {
    StringBuilder sites = new StringBuilder();
    for (int i = 0; i < ROUNDS; i++) {
      String site =
          "<Call name='aliases'><Arg>www.%1$s.test</Arg><Arg>a1..3.%1$s.test</Arg></Call>";
      sites.append(site.formatted("fresh" + i)).append('\n');
    }
    return sites.toString();
  }

  private static int closedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable each : new AutoCloseable[] {browser, losing, wall, jetty, backEnd}) {
      if (each != null) {
        each.close();
      }
    }
  }

  @BeforeEach
  void forget() {
    backEnd.forget();
  }

  private static int port() {
    return jetty.port("http/1.1");
  }

  private static void open(String host, String page) {
    browser.driver().get("http://" + host + ":" + port() + page);
  }

  private static Object run(String script, Object... arguments) {
    return ((JavascriptExecutor) browser.driver()).executeScript(script, arguments);
  }

  private static Object runAsync(String script, Object... arguments) {
    return ((JavascriptExecutor) browser.driver()).executeAsyncScript(script, arguments);
  }

  /** Opens a page, and waits until its script knows that the aliases work. */
  private static void openKnowing(String host, String page) {
    await().atMost(PATIENCE).until(() -> knowsAll(host, page));
    backEnd.forget();
  }

  private static boolean knowsAll(String host, String page) {
    open(host, page);
    await().atMost(PATIENCE).until(() -> run("return !!self.requestRouterAliases") == Boolean.TRUE);
    fetchAll("/first", 1);
    await().atMost(PATIENCE).until(() -> !states().contains("unknown"));
    // On a machine that stalls, an alias may have been silent for too long.
    boolean all = !states().contains("failed");
    if (!all) {
      run("sessionStorage.clear()");
    }
    return all;
  }

  /** Opens a page whose script knows nothing yet. */
  private static void openForgetting(String host) {
    open(host, "/page.html");
    run("sessionStorage.clear()");
    open(host, "/page.html");
  }

  private static List<?> states() {
    return (List<?>) run("return requestRouterAliases.status().hosts.map((host) => host.state)");
  }

  private static void fetchAll(String path, int number) {
    run(SEND, path, number);
    awaitEnded(number);
  }

  private static void awaitEnded(long number) {
    await().atMost(PATIENCE).until(() -> run("return ended").equals(number));
    assertEquals(0L, run("return failed"));
  }

  private static String app(int number) {
    return "app" + number + ".example.com";
  }

  @Test
  void withoutTheScriptSixRequestsAreUnderWay() {
    open("www.example.com", "/bare.html");
    run(SEND, "/held", 24);
    for (int i = 0; i < 4; i++) {
      await().atMost(PATIENCE).until(() -> backEnd.held() == 6);
      backEnd.release();
    }
    awaitEnded(24);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/page.html", "/module.html"})
  void withTheScriptAllTwentyFourAre(String page) {
    openKnowing("www.example.com", page);
    run(SEND, "/held", 24);
    await().atMost(PATIENCE).until(() -> backEnd.held() == 24);
    backEnd.release();
    awaitEnded(24);
    for (String host : List.of("www.example.com", app(1), app(2), app(3))) {
      assertEquals(6, Collections.frequency(backEnd.hosts("/held"), host), host);
    }
  }

  @Test
  void xmlHttpRequestsAreSpreadAndMayReadAllFields() {
    openKnowing("www.example.com", "/page.html");
    run(
        """
        self.ended = self.failed = 0;
        for (let i = 0; i < 24; i++) {
          const xhr = new XMLHttpRequest();
          xhr.open('GET', `/held/${i}`);
          xhr.onload = () => xhr.getResponseHeader('X-Total') ? ended++ : failed++;
          xhr.onerror = () => failed++;
          xhr.send();
        }
        """);
    await().atMost(PATIENCE).until(() -> backEnd.held() == 24);
    backEnd.release();
    awaitEnded(24);
  }

  @Test
  void cookiesOfTheParentDomainComeThroughAliases() {
    openKnowing("www.example.com", "/page.html");
    run("document.cookie = 'sid=1; domain=example.com; path=/'");
    fetchAll("/quick", 8);
    assertEquals(4, new HashSet<>(backEnd.hosts("/quick")).size());
    backEnd.seen("/quick").forEach(seen -> assertEquals("sid=1", seen.cookie()));
  }

  @Test
  void jqueryIsSpreadWithItsFieldsAndContent() {
    openKnowing("www.example.com", "/jquery.html");
    run(
        """
        self.ended = self.failed = 0;
        for (let i = 0; i < 8; i++) {
          $.post('/quick/' + i, { a: 'b' }).then(() => ended++, () => failed++);
          $.getJSON('/quick/' + i).then(() => ended++, () => failed++);
        }
        """);
    awaitEnded(16);
    assertEquals(16, backEnd.seen("/quick").size());
    assertEquals(4, new HashSet<>(backEnd.hosts("/quick")).size());
    backEnd.seen("/quick").forEach(s -> assertEquals("XMLHttpRequest", s.requestedWith()));
  }

  @Test
  void pollsStayWithTheirAliasesAndStarveNobody() {
    openKnowing("www.example.com", "/page.html");
    for (int i = 0; i < 3; i++) {
      run(SEND, "/poll", 15);
      await().atMost(PATIENCE).until(() -> backEnd.held() == 15);
      if (i == 0) {
        runAsync(
            "const done = arguments[0];"
                + "Promise.all([...Array(24).keys()].map((i) => fetch(`/quick/${i}`))).then(done)");
        assertEquals(24, backEnd.seen("/quick").size());
        assertEquals(15, backEnd.held());
      }
      backEnd.release();
      awaitEnded(15);
    }
    for (int poll = 0; poll < 15; poll++) {
      Set<String> hosts = new HashSet<>(backEnd.hosts("/poll/" + poll));
      if (poll >= 10) {
        assertEquals(1, hosts.size(), "hosts of poll " + poll);
      }
      assertTrue(hosts.stream().allMatch(host -> host.startsWith("app")), hosts.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void whereOptionsIsBlockedAllRequestsSucceedAtTheOwnHost(String method) {
    openForgetting("www.walled.test");
    Map<String, String> fields = Map.of("X-A", "b", "Content-Type", "application/json");
    run(SEND, "/quick", 12, Map.of("method", method, "headers", fields));
    awaitEnded(12);
    assertEquals(Collections.nCopies(12, "www.walled.test"), backEnd.hosts("/quick"));
    await().atMost(PATIENCE).until(() -> states().equals(List.of("own", "failed", "failed")));

    int asked = wall.methods().size();
    open("www.walled.test", "/page.html");
    fetchAll("/quick", 12);
    assertEquals(List.of("own", "failed", "failed"), states());
    assertEquals(asked, wall.methods().size(), "the next page knows");
  }

  @Test
  void whereAnAliasIsDownRequestsSucceedElsewhere() {
    openForgetting("www.partly.test");
    run(SEND, "/quick", 12);
    awaitEnded(12);
    assertEquals(12, backEnd.seen("/quick").size());
    await().atMost(PATIENCE).until(() -> states().equals(List.of("own", "failed", "good")));
    backEnd.forget();
    run(SEND, "/quick", 12, Map.of("method", "POST", "body", "x"));
    awaitEnded(12);
    assertEquals(12, backEnd.seen("/quick").size());
    assertEquals(6, Collections.frequency(backEnd.hosts("/quick"), "app2.partly.test"));
  }

  @Test
  void anXmlHttpRequestThatIsRepeatedLooksLikeOne() {
    openForgetting("www.partly.test");
    Object seen =
        runAsync(
            """
            const done = arguments[0];
            const types = ['loadstart', 'readystatechange', 'load', 'error', 'abort', 'loadend'];
            const send = (method) => new Promise((resolve) => {
              const xhr = new XMLHttpRequest();
              const seen = [];
              types.forEach((type) => xhr.addEventListener(type, () =>
                seen.push(type === 'readystatechange' ? xhr.readyState : type)));
              xhr.addEventListener('loadend', () => resolve(`${method} ${xhr.status} ${seen}`));
              xhr.open(method, '/quick');
              xhr.setRequestHeader('X-A', 'b');
              xhr.send(method === 'PUT' ? 'text' : null);
            });
            Promise.all([...Array(8).keys()].map((i) => send(i % 2 ? 'GET' : 'PUT')))
              .then((all) => done([...new Set(all)].sort().join(' ')));
            """);
    assertEquals(
        "GET 200 1,loadstart,2,3,4,load,loadend PUT 200 1,loadstart,2,3,4,load,loadend", seen);
    assertEquals(8, backEnd.seen("/quick").size());
    assertEquals(
        Set.of("www.partly.test", "app2.partly.test"), Set.copyOf(backEnd.hosts("/quick")));
  }

  @Test
  void aPostWhoseAnswerIsLostIsNotRepeated() {
    openKnowing("www.losing.test", "/page.html");
    Object outcome =
        runAsync(
            "const done = arguments[0];"
                + "fetch('/quick', {method: 'POST', body: 'x', alias: 'k'})"
                + ".then(() => done('answered'), (error) => done(error.name))");
    assertEquals("TypeError", outcome);
    assertEquals(List.of("app1.losing.test"), backEnd.hosts("/quick"));
  }

  @Test
  void underHttp2ItStaysOutOfTheWayButAliasesMayBeAsked() {
    int port = jetty.port("ssl");
    browser.driver().get("https://www.example.com:" + port + "/page.html");
    assertEquals("HTTP/2 or later", run("return requestRouterAliases.status().reason"));
    assertEquals(true, run("return /native code/.test(fetch) && /native/.test(XMLHttpRequest)"));
    fetchAll("/quick", 12);
    assertEquals(Collections.nCopies(12, "www.example.com"), backEnd.hosts("/quick"));
    Object total =
        runAsync(
            "const done = arguments[1];"
                + "fetch(arguments[0], {credentials: 'include', method: 'PUT', headers: {'X-A': 'b'}})"
                + ".then((r) => done(r.headers.get('X-Total')), (error) => done(error.name))",
            "https://app1.example.com:" + port + "/quick");
    assertEquals("24", total);
  }

  @Test
  void figuresForTheDocument() {
    Map<String, List<Long>> first = new TreeMap<>();
    Map<String, List<Long>> further = new TreeMap<>();
    for (int i = 0; i < ROUNDS; i++) {
      for (String page : List.of("/bare.html", "/page.html")) {
        // By its other name, the page without the script shares no connection with the other one.
        open((page.equals("/bare.html") ? "bare" : "www") + ".fresh" + i + ".test", page);
        first.computeIfAbsent(page, key -> new ArrayList<>()).add(timed(page));
        fetchAll("/quick", 24);
        further.computeIfAbsent(page, key -> new ArrayList<>()).add(timed(page));
      }
    }
    System.out.println("24 requests of 50 ms, sorted times in ms");
    System.out.println("without any connection: " + sorted(first));
    System.out.println("after that: " + sorted(further));
    assertEquals(ROUNDS * 4 * 24, backEnd.seen("/slow").size());
  }

  private static Map<String, List<Long>> sorted(Map<String, List<Long>> times) {
    times.values().forEach(list -> list.sort(null));
    return times;
  }

  private static long timed(String page) {
    Object time =
        runAsync(
            """
            const [page, done] = arguments;
            const start = performance.now();
            const all = [...Array(24).keys()].map((i) => fetch(`/slow${page}/${i}`));
            Promise.all(all.map((sent) => sent.then((response) => response.text())))
              .then(() => done(Math.round(performance.now() - start)));
            """,
            page);
    return (Long) time;
  }
}
