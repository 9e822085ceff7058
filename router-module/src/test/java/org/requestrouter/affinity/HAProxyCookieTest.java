package org.requestrouter.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.config.CookieConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.rule.HAProxyProcess;

/**
 * Asks a real HAProxy, and the router's affinity, what becomes of the same requests and responses;
 * {@code -Daffinity.seed=N} repeats a run.
 */
class HAProxyCookieTest {
  private static final int REQUESTS = 250;

  /** Takes what belongs to no server, since it is the first: so it shows who was preferred. */
  private static final List<String> SERVERS = List.of("s0", "s1", "s2", "s3", "s4", "s5");

  /** By name; two servers share a value, of which the first is down. */
  private static final Map<String, String> VALUES = new LinkedHashMap<>();

  static {
    SERVERS.forEach(name -> VALUES.put(name, name.equals("s4") ? "s3" : name));
  }

  private final Map<String, Answerer> answerers = new LinkedHashMap<>();
  @TempDir private Path directory;

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
  @ValueSource(
      strings = {
        "cookie SRV insert indirect nocache",
        "cookie SRV insert indirect",
        "cookie SRV insert nocache",
        "cookie SRV insert preserve nocache",
        "cookie SRV insert indirect nocache preserve httponly secure",
        "cookie SRV insert indirect domain .example.com httponly attr SameSite=Lax",
        "cookie SRV insert indirect nocache maxidle 30m",
        "cookie SRV insert indirect maxlife 2h",
        "cookie SRV insert indirect maxidle 30m maxlife 2d",
      })
  void doesWhatHaproxyDoes(String declaration) throws IOException {
    long seed = Long.getLong("affinity.seed", System.nanoTime());
    System.out.println("HAProxyCookieTest: -Daffinity.seed=" + seed);
    RandomTalk talk = new RandomTalk(seed);
    CookieConfig config = config(declaration);
    List<String> outcomes = new ArrayList<>();
    try (HAProxyProcess haproxy = HAProxy.start(directory, backend(declaration))) {
      for (int i = 0; i < REQUESTS; i++) {
        outcomes.add(compare(haproxy, config, talk));
      }
    }
    assertTrue(outcomes.contains("bound") && outcomes.contains("given"), "too uniform: " + seed);
  }

  private List<String> backend(String declaration) {
    List<String> lines = new ArrayList<>(List.of("balance first", declaration));
    VALUES.forEach(
        (name, value) -> {
          String suffix = name.equals("s3") ? " disabled" : name.equals("s5") ? " weight 0" : "";
          String address = answerers.get(name).address();
          lines.add("server " + name + " " + address + " cookie " + value + suffix);
        });
    return lines;
  }

  private static CookieConfig config(String declaration) {
    CookieConfig cookie = new RoutingConfig().backend("b").cookie("SRV");
    cookie.setIndirect(declaration.contains(" indirect"));
    cookie.setNocache(declaration.contains(" nocache"));
    cookie.setPreserve(declaration.contains(" preserve"));
    cookie.setHttpOnly(declaration.contains(" httponly"));
    cookie.setSecure(declaration.contains(" secure"));
    String[] words = declaration.split(" ", -1);
    for (int i = 0; i < words.length - 1; i++) {
      switch (words[i]) {
        case "domain" -> cookie.setDomain(words[i + 1]);
        case "maxidle" -> cookie.setMaxIdle(words[i + 1]);
        case "maxlife" -> cookie.setMaxLife(words[i + 1]);
        case "attr" -> cookie.setSameSite(words[i + 1].substring("SameSite=".length()));
        default -> {}
      }
    }
    return cookie;
  }

  private static String compare(HAProxyProcess haproxy, CookieConfig config, RandomTalk talk)
      throws IOException {
    String method = talk.method();
    String status = talk.status();
    List<String> request = talk.requestLines();
    List<String> response = talk.responseLines();
    StringBuilder text = new StringBuilder(method + " / HTTP/1.1\r\nHost: h\r\n");
    request.forEach(line -> text.append(line).append("\r\n"));
    response.forEach(line -> text.append("X-Answer: ").append(line).append("\r\n"));
    text.append("X-Status: " + status + "\r\nConnection: close\r\n\r\n");

    long before = System.currentTimeMillis() / 1000;
    List<String> theirs = lines(haproxy.exchangeAll(text.toString()));
    long after = System.currentTimeMillis() / 1000;
    String server = theirs.get(0).substring("x-server: ".length());
    Head head = Head.of(method, request.toArray(String[]::new));
    List<String> ours = null;
    // The time when HAProxy looked at its clock is known to the second only.
    for (long now = before; now <= after && !theirs.equals(ours); now++) {
      long time = now;
      CookieAffinity cookie = new CookieAffinity(config, VALUES, () -> time);
      Bond bond = new Affinity(cookie, null).bind(head);
      ours = answer(bond, head, server, Integer.parseInt(status), response);
    }
    assertEquals(String.join("\n", theirs), String.join("\n", ours), text.toString());
    return ours.stream().anyMatch(line -> line.startsWith("set-cookie: SRV=" + VALUES.get(server)))
        ? "given"
        : "bound";
  }

  /** Returns the response as HAProxy writes it: who answers, what it saw, and what was set. */
  private static List<String> answer(
      Bond bond, Head head, String server, int status, List<String> response) {
    String preferred = bond.preferred(name -> !name.equals("s3"));
    assertEquals(preferred == null ? "s0" : preferred, server);
    List<String> lines = new ArrayList<>(List.of("x-server: " + server));
    head.fields().getFields("Cookie").stream()
        .map(field -> bond.forwarded(field.getValue()))
        .filter(value -> value != null)
        // HAProxy takes out blanks behind an equals sign, of any cookie.
        .map(value -> value.replaceAll("=[ \t]+", "="))
        .forEach(value -> lines.add("x-seen: <" + value + ">"));
    HttpFields.Mutable fields = Head.fields(response.toArray(String[]::new));
    bond.answered(server, status, fields);
    fields.forEach(field -> lines.add(field.getLowerCaseName() + ": " + field.getValue()));
    return lines;
  }

  private static List<String> lines(String response) {
    return Stream.of(response.substring(0, response.indexOf("\r\n\r\n")).split("\r\n"))
        .skip(1)
        .filter(line -> !line.startsWith("content-length:") && !line.startsWith("connection:"))
        .toList();
  }
}
