package org.requestrouter.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.rule.HAProxyProcess;

/**
 * Sends a row of requests through a real HAProxy, and to the router's affinity, which must know a
 * client's server whenever HAProxy does; {@code -Daffinity.seed=N} repeats a run.
 */
class HAProxyStickTest {
  private static final int REQUESTS = 400;

  // None is empty: HAProxy takes all clients with an empty value for one.
  private static final String[] KEYS = {"a", "b", "c", "d", "e", "A", "a b", "f,2", "\"q;\""};

  /** The first takes what belongs to no server, unless a request picks another. */
  private static final List<String> SERVERS = List.of("s0", "s1", "s2");

  private final Map<String, Answerer> answerers = new LinkedHashMap<>();
  @TempDir private Path directory;
  private Random random;

  @BeforeEach
  void startServers() throws IOException {
    HAProxyProcess.require();
    for (String name : SERVERS) {
      answerers.put(name, Answerer.start(name));
    }
  }

  @AfterEach
  void stopServers() throws IOException {
    for (Answerer answerer : answerers.values()) {
      answerer.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "req.cook(JS),, false",
    "req.cook(JS), res.cook(JS), false",
    "'req.hdr(X-Session)', res.hdr(X-Session), false",
    "'req.hdr(X-Session),lower', res.cook(JS), false",
    "url_param(id), res.hdr(X-Session), false",
    "req.cook(JS), res.cook(JS), true"
  })
  void knowsWhatHaproxyKnows(String on, String learn, boolean cookie) throws IOException {
    long seed = Long.getLong("affinity.seed", System.nanoTime());
    System.out.println("HAProxyStickTest: -Daffinity.seed=" + seed);
    random = new Random(seed);
    BackendConfig config = new RoutingConfig().backend("b");
    config.stick().setOn(on);
    if (learn != null) {
      config.getStick().setLearn(learn);
    }
    if (cookie) {
      config.cookie("SRV");
    }
    SERVERS.forEach(name -> config.server(name, "http://" + answerers.get(name).address()));
    Affinity affinity = Affinity.of(config);
    int known = 0;
    try (HAProxyProcess haproxy = HAProxy.start(directory, backend(on, learn, cookie))) {
      for (int i = 0; i < REQUESTS; i++) {
        known += compare(haproxy, affinity) ? 1 : 0;
      }
    }
    assertTrue(known > REQUESTS / 20, "hardly any request belonged to a server: " + known);
    assertTrue(affinity.learnt() > 0);
  }

  private List<String> backend(String on, String learn, boolean cookie) {
    List<String> lines = new ArrayList<>(List.of("balance first"));
    lines.add("stick-table type string len 64 size 1k expire 30m");
    lines.add("stick on " + on);
    if (learn != null) {
      lines.add("stick store-response " + learn);
    }
    if (cookie) {
      lines.add("cookie SRV insert indirect nocache");
    }
    for (String name : SERVERS) {
      lines.add("use-server " + name + " if { req.hdr(x-pick) " + name + " }");
      lines.add("server " + name + " " + answerers.get(name).address() + " cookie " + name);
    }
    return lines;
  }

  private boolean compare(HAProxyProcess haproxy, Affinity affinity) throws IOException {
    String picked = random.nextInt(3) == 0 ? SERVERS.get(1 + random.nextInt(2)) : null;
    String target = random.nextInt(3) == 0 ? "/?id=" + key().trim() + "&id=b" : "/";
    List<String> request = fields("Cookie: JS=", "Cookie: SRV=s1; x=1; JS=", "X-Session: ");
    List<String> response = fields("Set-Cookie: JS=", "Set-Cookie: JSX=", "X-Session: z,");
    StringBuilder text = new StringBuilder("GET ");
    text.append(target.replace(" ", "%20")).append(" HTTP/1.1\r\nHost: h\r\n");
    request.forEach(line -> text.append(line).append("\r\n"));
    response.forEach(line -> text.append("X-Answer: ").append(line).append("\r\n"));
    text.append(picked == null ? "" : "X-Pick: " + picked + "\r\n");
    String theirs = haproxy.exchangeAll(text.append("Connection: close\r\n\r\n").toString());

    Head head =
        new Head("GET", target.replace(" ", "%20"), Head.fields(request.toArray(String[]::new)));
    Bond bond = affinity.bind(head);
    String preferred = bond.preferred(name -> true);
    String server = picked == null ? preferred : picked;
    String expected = server == null ? "s0" : server;
    assertTrue(theirs.contains("x-server: " + expected + "\r\n"), () -> text + theirs);
    HttpFields.Mutable fields = Head.fields(response.toArray(String[]::new));
    bond.learn(expected, fields);
    bond.answered(expected, 200, fields);
    if (picked == null) {
      assertEquals(
          theirs.contains("set-cookie: SRV="),
          fields.getValuesList("Set-Cookie").stream().anyMatch(set -> set.startsWith("SRV=")),
          () -> text + theirs);
    }
    return preferred != null && !preferred.equals("s0");
  }

  private String key() {
    return KEYS[random.nextInt(KEYS.length)];
  }

  private List<String> fields(String... starts) {
    List<String> lines = new ArrayList<>();
    for (String start : starts) {
      for (int i = random.nextInt(6); i > 3; i--) {
        lines.add(start + key());
      }
    }
    return lines;
  }
}
