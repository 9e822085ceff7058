package org.requestrouter.health;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.config.CheckConfig;
import org.requestrouter.config.ObserveConfig;
import org.requestrouter.rule.HAProxyProcess;

/**
 * A real HAProxy takes servers for up or down after the same checks and the same requests; {@code
 * -Dhealth.seed=N} repeats a run.
 */
@Timeout(120)
class HaproxyHealthTest {
  private static final int CHECKS = 21;
  private static final int REQUESTS = 40;
  private static final int ERROR_LIMIT = 4;
  private static final int[] STATUSES = {200, 404, 500, 500, 501, 503, 503, 504, 505};

  @TempDir private Path directory;
  private final long seed = Long.getLong("health.seed", System.nanoTime());

  /** What is asked before each answer: whether the server is up, after the answers so far. */
  @FunctionalInterface
  private interface Judge {
    boolean up() throws IOException;
  }

  /** A server that gives its answers in order, and before each asks how it stands. */
  private static final class Scripted implements AutoCloseable {
    private final List<Integer> statuses;
    private final List<Boolean> verdicts = new ArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch judged = new CountDownLatch(1);
    private final CheckedServer server;
    private Judge judge;

    Scripted(List<Integer> statuses) throws IOException {
      this.statuses = statuses;
      this.server = new CheckedServer(this::serve);
    }

    void judgedBy(Judge by) {
      judge = by;
      asked.countDown();
    }

    private void serve(int connection, CheckedServer.Peer peer)
        throws IOException, InterruptedException {
      peer.head();
      asked.await();
      if (connection < statuses.size()) {
        verdicts.add(judge.up());
        peer.send(CheckedServer.response(statuses.get(connection)));
      } else if (connection == statuses.size()) {
        verdicts.add(judge.up());
        judged.countDown();
      }
    }

    List<Boolean> verdicts() throws InterruptedException {
      judged.await();
      return verdicts;
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private record Limits(int rise, int fall) {}

  @BeforeEach
  void requireHaproxy() {
    System.out.println("HaproxyHealthTest: -Dhealth.seed=" + seed);
    HAProxyProcess.require();
  }

  @Test
  void checksTakeServersDownAndUpAsInHaproxy() throws Exception {
    Random random = new Random(seed);
    Map<Limits, List<Integer>> scripts = new LinkedHashMap<>();
    for (Limits limits : List.of(new Limits(2, 3), new Limits(1, 2), new Limits(3, 1))) {
      List<Integer> script = new ArrayList<>();
      random.ints(CHECKS, 0, 5).forEach(i -> script.add(i < 2 ? 200 : 500));
      // Each goes down once at least.
      script.addAll(List.of(500, 500, 500));
      scripts.put(limits, script);
    }
    Map<Limits, List<Boolean>> theirs = haproxysVerdicts(scripts);
    for (Map.Entry<Limits, List<Integer>> script : scripts.entrySet()) {
      Limits limits = script.getKey();
      assertEquals(
          theirs.get(limits),
          ourVerdicts(limits, script.getValue()),
          () -> limits + " " + script.getValue());
    }
    assertTrue(theirs.values().stream().allMatch(v -> v.contains(true) && v.contains(false)));
  }

  private Map<Limits, List<Boolean>> haproxysVerdicts(Map<Limits, List<Integer>> scripts)
      throws Exception {
    Map<Limits, Scripted> servers = new LinkedHashMap<>();
    List<String> sections = new ArrayList<>();
    for (Map.Entry<Limits, List<Integer>> script : scripts.entrySet()) {
      Limits limits = script.getKey();
      Scripted server = new Scripted(script.getValue());
      servers.put(limits, server);
      sections.add("backend b" + limits.rise() + limits.fall());
      sections.add("  option httpchk GET /health");
      sections.add(
          "  server s 127.0.0.1:%d check inter 200ms rise %d fall %d"
              .formatted(server.server.port(), limits.rise(), limits.fall()));
    }
    Map<Limits, List<Boolean>> verdicts = new LinkedHashMap<>();
    try (CheckingHaproxy haproxy = CheckingHaproxy.start(directory, sections)) {
      for (Map.Entry<Limits, Scripted> server : servers.entrySet()) {
        String backend = "b" + server.getKey().rise() + server.getKey().fall();
        server.getValue().judgedBy(() -> haproxy.status(backend).startsWith("UP"));
      }
      for (Map.Entry<Limits, Scripted> server : servers.entrySet()) {
        verdicts.put(server.getKey(), server.getValue().verdicts());
      }
    } finally {
      for (Scripted server : servers.values()) {
        server.close();
      }
    }
    return verdicts;
  }

  private static List<Boolean> ourVerdicts(Limits limits, List<Integer> script) throws Exception {
    Checking checking = new Checking();
    checking.check.setUri("/health");
    checking.check.setRise(limits.rise());
    checking.check.setFall(limits.fall());
    try (Scripted server = new Scripted(script)) {
      server.judgedBy(checking.health::isUp);
      checking.http(server.server.address());
      return server.verdicts();
    } finally {
      checking.stop();
    }
  }

  @Test
  void errorsOfRequestsTakeServersDownAsInHaproxy() throws Exception {
    Random random = new Random(seed);
    for (String onError : List.of(ObserveConfig.MARK_DOWN, ObserveConfig.FAIL_CHECK)) {
      List<Integer> script = new ArrayList<>();
      random.ints(REQUESTS, 0, STATUSES.length).forEach(i -> script.add(STATUSES[i]));
      // Enough errors in a row for both at last.
      script.addAll(List.of(500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500));
      assertEquals(
          haproxyGoesDownAfter(onError, script),
          weGoDownAfter(onError, script),
          () -> onError + " " + script);
    }
  }

  private int haproxyGoesDownAfter(String onError, List<Integer> script) throws Exception {
    Path own = directory.resolve(onError);
    assertTrue(own.toFile().mkdir());
    try (CheckedServer checks = CheckedServer.answering(CheckedServer.response(200));
        CheckedServer server =
            new CheckedServer(
                (connection, peer) -> {
                  peer.head();
                  peer.send(CheckedServer.response(script.get(connection)));
                });
        CheckingHaproxy haproxy =
            CheckingHaproxy.start(
                own,
                List.of(
                    "listen b",
                    "  bind unix@" + own.resolve("in.sock"),
                    "  option http-server-close",
                    "  retries 0",
                    "  option httpchk GET /health",
                    "  server s 127.0.0.1:%d check port %d inter 1h fall 2 observe layer7"
                            .formatted(server.port(), checks.port())
                        + " error-limit "
                        + ERROR_LIMIT
                        + " on-error "
                        + onError))) {
      // The only check there will be, so that the server is proven.
      await().until(() -> haproxy.checkStatus("b").equals("L7OK"));
      String request = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
      for (int i = 0; i < script.size(); i++) {
        HAProxyProcess.exchangeAll(haproxy.socket("in.sock"), request);
        if (!haproxy.status("b").startsWith("UP")) {
          return i + 1;
        }
      }
      return fail("up to the end: " + script);
    }
  }

  private static int weGoDownAfter(String onError, List<Integer> script) {
    CheckConfig check = new CheckConfig("b");
    check.setFall(2);
    ObserveConfig observe = new ObserveConfig("b");
    observe.setLayer(ObserveConfig.LAYER7);
    observe.setErrorLimit(ERROR_LIMIT);
    observe.setOnError(onError);
    ServerHealth health = new ServerHealth("server 's'", new ManualScheduler());
    health.configure(check, observe);
    health.checked(true, "status 200");
    for (int i = 0; i < script.size(); i++) {
      health.observed(Observation.CONNECTED);
      health.observed(Observation.of(script.get(i)));
      if (!health.isUp()) {
        return i + 1;
      }
    }
    return fail("up to the end: " + script);
  }
}
