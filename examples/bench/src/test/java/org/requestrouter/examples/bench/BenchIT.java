package org.requestrouter.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole suite in miniature: its figures mean nothing here, but they are there. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BenchIT {
  private static final List<String> WORKLOADS =
      List.of(
          "get-64",
          "get-1m",
          "post-small",
          "churn",
          "latency-1",
          "streams",
          "holds",
          "websocket-echo",
          "websocket-idle",
          "polls",
          "polls-256",
          "shared-holds");

  private static final List<String> POLLS = List.of("polls", "polls-256", "shared-holds");

  @TempDir private static Path directory;
  private static String markdown;
  private static String json;
  private static List<String> proxies;
  private static List<String> caches;

  @BeforeAll
  static void run() throws Exception {
    Properties properties = new Properties();
    properties.putAll(System.getProperties());
    properties.setProperty("bench.work", directory.toString());
    properties.setProperty("bench.output", directory.resolve("results").toString());
    properties.setProperty(
        "bench.systems", "haproxy,nginx,router-core,nginx-cache,varnish,router-core-cache");
    properties.setProperty("bench.workloads", String.join(",", WORKLOADS));
    properties.setProperty("bench.haproxy", "/nonexistent/haproxy");
    properties.setProperty("bench.wrk", "/nonexistent/wrk");
    properties.setProperty("bench.strace", "/nonexistent/strace");
    properties.setProperty("bench.rounds", "1");
    for (String seconds :
        List.of("seconds", "warmup", "latency.seconds", "stream.seconds", "hold.seconds")) {
      properties.setProperty("bench." + seconds, "0.2");
    }
    // An event a second: some of the streams have one within the time above.
    properties.setProperty("bench.streams", "100");
    properties.setProperty("bench.holds", "40");
    properties.setProperty("bench.sockets", "40");
    properties.setProperty("bench.polls", "1000");
    properties.setProperty("bench.shared.holds", "40");
    markdown = Bench.run(properties);
    json = Files.readString(directory.resolve("results").resolve(Report.JSON));
    Options options = new Options(properties);
    proxies = new ArrayList<>(List.of("direct", routerId("router-core")));
    caches = new ArrayList<>(List.of("direct", routerId("router-core-cache")));
    if (options.program("nginx").isPresent()) {
      proxies.add("nginx");
      caches.add("nginx-cache");
    }
    if (options.program("varnishd").isPresent()) {
      caches.add("varnish");
    }
  }

  private static String routerId(String base) {
    return base + "@" + Runtime.version().feature();
  }

  @Test
  void everySystemHasFiguresForEveryWorkload() {
    assertEquals("[]", member("failures"), markdown);
    for (String workload : WORKLOADS) {
      String metric =
          switch (workload) {
            case "latency-1", "polls" -> "p50";
            case "holds", "shared-holds" -> "release-last";
            case "websocket-idle" -> "threads-held";
            default -> "rate";
          };
      for (String system : POLLS.contains(workload) ? caches : proxies) {
        assertTrue(figure(workload, system, metric) > 0, workload + " " + system + markdown);
        assertEquals(0, figure(workload, system, "errors"), workload + " " + system + markdown);
      }
    }
  }

  @Test
  void theMemoryOfHeldRequestsIsThatOfTheProcessAndOfTheHeap() {
    assertTrue(figure("holds", routerId("router-core"), "threads-held") > 0, markdown);
    assertTrue(figure("holds", routerId("router-core"), "peak-memory") > 0, markdown);
    assertTrue(json.contains("\"heap-per-hold\""), json);
  }

  @Test
  void cachesLeaveTheBackEndFewOfTheSamePolls() {
    for (String system : caches) {
      boolean direct = system.equals("direct");
      for (String workload : List.of("polls", "polls-256")) {
        double seen = figure(workload, system, "back-end-requests");
        assertTrue(direct ? seen >= 200 : seen >= 1 && seen < 200, workload + system + markdown);
      }
      double held = figure("shared-holds", system, "back-end-requests");
      assertEquals(direct ? 40 : 1, held, system + markdown);
    }
  }

  @Test
  void latencyIsComparedWithThatOfTheBackEnd() {
    assertTrue(json.contains("\"added-p50\""), json);
  }

  @Test
  void theReportSaysWhatIsMissing() {
    assertTrue(markdown.contains("- haproxy: haproxy is not installed"), markdown);
    assertTrue(markdown.contains("- wrk: not installed"), markdown);
    assertTrue(member("missing").contains("\"strace\""), json);
  }

  @Test
  void theChartShowsTheSystems() throws Exception {
    String chart = Files.readString(directory.resolve("results").resolve("cpu-get-64.svg"));
    assertTrue(chart.contains(routerId("router-core")), chart);
  }

  @Test
  void nothingThatWasStartedIsLeft() {
    List<String> left =
        ProcessHandle.current().children().map(child -> child.info().toString()).toList();
    assertEquals(List.of(), left);
  }

  private static String member(String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\": (.*?),?\\n").matcher(json);
    assertTrue(matcher.find(), json);
    return matcher.group(1);
  }

  private static double figure(String workload, String system, String metric) {
    Matcher matcher =
        Pattern.compile(
                "\"workload\": \"%s\", \"system\": \"%s\", \"round\": 1, .*?\"%s\": ([-0-9.]+)"
                    .formatted(workload, system, metric))
            .matcher(json);
    assertTrue(matcher.find(), () -> workload + " " + system + " " + metric + "\n" + json);
    return Double.parseDouble(matcher.group(1));
  }
}
