package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.Properties;

/** Runs the suite, and writes what it has found. */
public final class Bench {
  private Bench() {}

  /** Takes its options from system properties; see the README. */
  public static void main(String[] args) throws Exception {
    try {
      System.out.println(run(System.getProperties()));
    } catch (BenchException | IllegalArgumentException x) {
      System.err.println(x.getMessage());
      System.exit(1);
    }
  }

  /** Gives the report's text. */
  static String run(Properties properties)
      throws BenchException, IOException, InterruptedException {
    Options options = new Options(properties);
    Results results = new Results();
    Report report = new Report(options, Machine.of(options), results);
    new Suite(options, results, report).run();
    return report.markdown();
  }
}
