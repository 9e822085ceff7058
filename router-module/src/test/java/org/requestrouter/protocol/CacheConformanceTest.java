package org.requestrouter.protocol;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.CoalesceConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.ServerConfig;

/**
 * Runs the public tests of HTTP caches through all doors, at the same time, since they mostly
 * pause. The router is held to what {@code conformance/verdicts.txt} expects.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CacheConformanceTest {
  @TempDir Path directory;

  @Test
  void theDocumentShowsTheVerdicts() throws IOException {
    assertEquals(CacheVerdicts.table(), CacheVerdicts.shown());
  }

  @Test
  void whatIsNotAsTheSuiteWantsHasAReason() throws IOException {
    List<String> silent =
        CacheVerdicts.read().stream()
            .filter(row -> !Set.of("pass", "yes", "no").contains(row.router()))
            .filter(row -> row.why().isEmpty())
            .map(CacheVerdicts.Row::id)
            .toList();
    assertEquals(List.of(), silent);
  }

  @Test
  void theRouterAnswersTheSuiteAsExpectedThroughEveryDoor() throws Exception {
    try (CacheSuite suite = CacheSuite.start()) {
      Map<Door, List<CacheSuite.Result>> results = throughAllDoors(suite);
      if (Boolean.getBoolean("conformance.write")) {
        record(suite, results.get(Door.CORE));
      }
      Map<Door, List<String>> surprises = new EnumMap<>(Door.class);
      for (Door door : Door.values()) {
        surprises.put(door, surprises(results.get(door)));
      }
      surprises.values().removeIf(List::isEmpty);
      assertEquals(Map.of(), surprises);
    }
  }

  private static Map<Door, List<CacheSuite.Result>> throughAllDoors(CacheSuite suite)
      throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Map<Door, Future<List<CacheSuite.Result>>> running = new EnumMap<>(Door.class);
      for (Door door : Door.values()) {
        running.put(door, threads.submit(() -> through(door, suite)));
      }
      Map<Door, List<CacheSuite.Result>> results = new EnumMap<>(Door.class);
      for (Door door : Door.values()) results.put(door, running.get(door).get());
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<CacheSuite.Result> through(Door door, CacheSuite suite) throws Exception {
    RouterFixture router =
        RouterFixture.start(door, suite.port(), CacheConformanceTest::microCache);
    try {
      List<CacheSuite.Result> results = new ArrayList<>(suite.run(router.port(), List.of()));
      // The suite has its pauses, and no patience with a machine that stalls for longer.
      Set<String> doubtful =
          unexpected(results).stream().map(CacheSuite.Result::id).collect(toSet());
      if (!doubtful.isEmpty() && !Boolean.getBoolean("conformance.write")) {
        results.removeIf(result -> doubtful.contains(result.id()));
        results.addAll(suite.run(router.port(), doubtful));
      }
      return results;
    } finally {
      router.clearCache();
      router.stop();
    }
  }

  private static void microCache(
      RoutingConfig routing, BackendConfig backend, ServerConfig server) {
    CoalesceConfig coalesce = routing.useBackend("b").coalesce();
    coalesce.setMicroCache("10s");
    // Else nothing would be kept that is stale, and could be validated.
    coalesce.setStaleIfError("10s");
  }

  private static List<String> surprises(List<CacheSuite.Result> results) throws IOException {
    List<String> surprises =
        new ArrayList<>(unexpected(results).stream().map(CacheSuite.Result::toString).toList());
    Set<String> seen = results.stream().map(CacheSuite.Result::id).collect(toSet());
    CacheVerdicts.read().stream()
        .map(CacheVerdicts.Row::id)
        .filter(id -> !seen.contains(id))
        .forEach(id -> surprises.add(id + ": not run"));
    return surprises;
  }

  private static List<CacheSuite.Result> unexpected(List<CacheSuite.Result> results)
      throws IOException {
    Map<String, String> expected =
        CacheVerdicts.read().stream()
            .collect(toMap(CacheVerdicts.Row::id, CacheVerdicts.Row::router));
    return results.stream()
        .filter(result -> !CacheVerdicts.NOT_APPLICABLE.equals(expected.get(result.id())))
        .filter(result -> !result.verdict().equals(expected.get(result.id())))
        .toList();
  }

  /** Writes down what is found here, beside what others do. */
  private void record(CacheSuite suite, List<CacheSuite.Result> found) throws Exception {
    Map<String, String> nginx;
    try (OtherCache cache =
        OtherCache.nginx(Files.createDirectory(directory.resolve("n")), suite.port())) {
      nginx = verdicts(suite.run(cache.port(), List.of()));
    }
    Map<String, String> varnish;
    try (OtherCache cache =
        OtherCache.varnish(Files.createDirectory(directory.resolve("v")), suite.port())) {
      varnish = verdicts(suite.run(cache.port(), List.of()));
    }
    CacheVerdicts.write(found, nginx, varnish);
    CacheVerdicts.document();
  }

  private static Map<String, String> verdicts(List<CacheSuite.Result> results) {
    return results.stream().collect(toMap(CacheSuite.Result::id, CacheSuite.Result::verdict));
  }
}
