package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asks other proxies about the corpus of requests, for the record. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CorpusDifferentialTest {
  private static final int WORKERS = 8;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([2-5]\\d\\d) ");

  @TempDir Path directory;

  /** Starts a proxy in a directory, in front of servers on the ports. */
  @FunctionalInterface
  private interface Starter {
    OtherProxy start(Path directory, List<Integer> ports) throws IOException;
  }

  @Test
  void theTableHasEveryCaseWithTheRoutersVerdict() throws IOException {
    List<String> expected =
        RequestCorpusTest.cases().stream().map(c -> c.name() + ": " + c.verdicts()).toList();
    List<String> shown =
        CorpusTable.read().stream().map(row -> row.name() + ": " + row.router()).toList();
    assertEquals(expected, shown);
  }

  @Test
  void otherProxiesHaveAVerdictOnEveryCase() throws Exception {
    OtherProxy.require("haproxy");
    OtherProxy.require("nginx");
    List<Corpus.Case> cases = RequestCorpusTest.cases();
    Map<String, String> haproxy = verdicts("h", cases, OtherProxy::haproxy);
    Map<String, String> nginx = verdicts("n", cases, OtherProxy::nginx);

    assertEquals(cases.size(), haproxy.size());
    assertEquals(cases.size(), nginx.size());
    // Whatever their versions: a harness that does not work would show here.
    for (Map<String, String> verdicts : List.of(haproxy, nginx)) {
      assertEquals("forwarded", verdicts.get("content-of-a-get"));
      assertEquals("forwarded, forwarded", verdicts.get("two-requests"));
      assertEquals("400", verdicts.get("host-twice-different"));
    }
    CorpusTable.write(Path.of("target", "hardening-corpus.md"), cases, haproxy, nginx);
    if (Boolean.getBoolean("corpus.write")) {
      CorpusTable.write(CorpusTable.FILE, cases, haproxy, nginx);
    }
  }

  private Map<String, String> verdicts(String name, List<Corpus.Case> cases, Starter starter)
      throws Exception {
    Map<String, String> verdicts = new ConcurrentHashMap<>();
    List<RecordingServer> servers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) servers.add(new RecordingServer());
    ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    Path place = Files.createDirectory(directory.resolve(name));
    try (OtherProxy proxy =
        starter.start(place, servers.stream().map(RecordingServer::port).toList())) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        int worker = i;
        running.add(
            threads.submit(
                () -> {
                  for (int next = worker; next < cases.size(); next += WORKERS) {
                    Corpus.Case asked = cases.get(next);
                    String answer = proxy.ask(worker, asked.message());
                    verdicts.put(asked.name(), verdict(answer, servers.get(worker)));
                  }
                  return null;
                }));
      }
      for (Future<?> worker : running) worker.get();
    } finally {
      threads.shutdownNow();
      for (RecordingServer server : servers) server.close();
    }
    return verdicts;
  }

  private static String verdict(String answer, RecordingServer server) {
    boolean cut = server.hasIncomplete();
    int forwarded = server.take().size();
    List<String> verdict = new ArrayList<>(Collections.nCopies(forwarded, "forwarded"));
    List<String> refusals =
        STATUS
            .matcher(answer)
            .results()
            .map((MatchResult found) -> found.group(1))
            .filter(status -> !status.equals("200"))
            .toList();
    if (cut) {
      verdict.add("cut");
    } else if (!refusals.isEmpty()) {
      verdict.add(refusals.get(0));
    } else if (forwarded == 0) {
      verdict.add("end");
    }
    assertTrue(!verdict.isEmpty());
    return String.join(", ", verdict);
  }
}
