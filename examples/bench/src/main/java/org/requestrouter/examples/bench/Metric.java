package org.requestrouter.examples.bench;

/** What is measured. */
enum Metric {
  CPU("CPU a request", "us", true),
  RATE("requests a second", "1/s", false),
  P50("latency p50", "us", true),
  P99("latency p99", "us", true),
  P999("latency p99.9", "us", true),
  ADDED_P50("added latency p50", "us", true),
  ADDED_P99("added latency p99", "us", true),
  ADDED_P999("added latency p99.9", "us", true),
  READS("read calls a request", "", true),
  WRITES("write calls a request", "", true),
  OTHER_CALLS("other system calls a request", "", true),
  BACK_END_REQUESTS("back-end requests", "", true),
  BACK_END_MOST("most of them in a second", "", true),
  PEAK_MEMORY("peak memory", "MiB", true),
  ERRORS("errors", "", true),
  MEMORY_PER_HOLD("process memory a hold", "KiB", true),
  HEAP_PER_HOLD("live heap a hold", "KiB", true),
  DIRECT_PER_HOLD("direct memory a hold", "KiB", true),
  THREADS_BEFORE("threads before", "", true),
  THREADS_HELD("threads while held", "", true),
  IDLE_CPU("CPU while held", "%", true),
  RELEASE_LAST("release to last answer", "ms", true),
  RELEASE_P99("release p99", "ms", true);

  private final String title;
  private final String unit;
  private final boolean lowerIsBetter;

  Metric(String title, String unit, boolean lowerIsBetter) {
    this.title = title;
    this.unit = unit;
    this.lowerIsBetter = lowerIsBetter;
  }

  /** The name and the unit. */
  String heading() {
    return unit.isEmpty() ? title : title + " (" + unit + ")";
  }

  String unit() {
    return unit;
  }

  boolean lowerIsBetter() {
    return lowerIsBetter;
  }

  /** Whether a ratio between systems means something. */
  boolean hasRatio() {
    return switch (this) {
      case ERRORS,
          BACK_END_REQUESTS,
          BACK_END_MOST,
          THREADS_BEFORE,
          THREADS_HELD,
          IDLE_CPU,
          ADDED_P50,
          ADDED_P99,
          ADDED_P999 ->
          false;
      default -> true;
    };
  }
}
