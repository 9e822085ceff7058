package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a process holds for many that wait, as the difference to what it held before. */
final class Holding implements AutoCloseable {
  private static final double SETTLE_SECONDS = 3;

  private final Running system;
  private final Map<Metric, Double> figures;
  private final Memory memory;
  private final Memory.Usage before;

  private Holding(Running system, Map<Metric, Double> figures) throws IOException {
    this.system = system;
    this.figures = figures;
    this.memory = Memory.of(system);
    this.before = memory.settled();
    figures.put(Metric.THREADS_BEFORE, system.procFs().threads());
  }

  /** Looks at the process before anything waits. */
  static Holding begin(Running system, Map<Metric, Double> figures) throws IOException {
    return new Holding(system, figures);
  }

  /** Looks at it again while so many wait, and at what they cost it in that time. */
  void measure(int count, double seconds) throws IOException, InterruptedException {
    ProcFs process = system.procFs();
    figures.put(Metric.IDLE_CPU, idle(process, seconds));
    figures.put(Metric.THREADS_HELD, process.threads());
    figures.put(Metric.MEMORY_PER_HOLD, (process.residentKib() - before.resident()) / count);
    figures.put(Metric.PEAK_MEMORY, process.peakKib() / 1024);
    Memory.Usage held = memory.settled();
    if (system.system().isJava()) {
      figures.put(Metric.HEAP_PER_HOLD, (held.heap() - before.heap()) / count);
      figures.put(Metric.DIRECT_PER_HOLD, (held.direct() - before.direct()) / count);
    }
  }

  private static double idle(ProcFs process, double seconds)
      throws IOException, InterruptedException {
    // What the opening of so many connections has left to do is no part of their waiting.
    TimeUnit.MILLISECONDS.sleep((long) (Math.min(SETTLE_SECONDS, seconds) * 1e3));
    double before = process.cpuMicros();
    TimeUnit.MILLISECONDS.sleep((long) (seconds * 1e3));
    return (process.cpuMicros() - before) / seconds / 1e4;
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}
