package org.requestrouter.examples.microbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark for a moment, in this process: that they work, not what they measure. */
class BenchmarksRunTest {
  private static final Map<String, Integer> VARIANTS =
      new TreeMap<>(
          Map.of(
              "RuleBenchmark.lastRule", 16,
              "RuleBenchmark.noRule", 16,
              "HeaderBenchmark.requestUnchanged", 1,
              "HeaderBenchmark.requestForwardedFor", 1,
              "HeaderBenchmark.requestForwardedAndVia", 1,
              "HeaderBenchmark.response", 1));

  @Test
  void everyBenchmarkYieldsTimeAndAllocation() throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(5))
                    .addProfiler(GCProfiler.class)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();

    Map<String, Integer> variants =
        results.stream()
            .collect(Collectors.toMap(BenchmarksRunTest::name, r -> 1, Integer::sum, TreeMap::new));
    assertEquals(VARIANTS, variants);
    for (RunResult result : results) {
      assertTrue(result.getPrimaryResult().getScore() > 0, result.toString());
      Set<String> profiled = result.getSecondaryResults().keySet();
      assertTrue(profiled.contains("gc.alloc.rate.norm"), profiled.toString());
    }
  }

  private static String name(RunResult result) {
    String benchmark = result.getParams().getBenchmark();
    return benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
  }
}
