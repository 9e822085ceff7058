package org.requestrouter.metrics;

import com.codahale.metrics.Snapshot;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** A histogram of microseconds, seen as Dropwizard sees durations: in nanoseconds. */
final class HistogramSnapshot extends Snapshot {
  private static final long NANOS = 1000;

  private final Histogram micros;
  private final long max;

  HistogramSnapshot(Histogram micros) {
    this.micros = micros;
    // The top of the last bucket lies above the range.
    this.max = Math.min(micros.getMaxValue(), HdrReservoir.HIGHEST_MICROS);
  }

  @Override
  public double getValue(double quantile) {
    if (!(quantile >= 0 && quantile <= 1)) {
      throw new IllegalArgumentException(quantile + " is not in [0..1]");
    }
    return (double) NANOS * Math.min(max, micros.getValueAtPercentile(quantile * 100));
  }

  /** Returns one value for each bucket that holds any, ascending, however many it holds. */
  @Override
  public long[] getValues() {
    List<Long> values = new ArrayList<>();
    for (HistogramIterationValue value : micros.recordedValues()) {
      values.add(NANOS * value.getValueIteratedTo());
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public int size() {
    return (int) Math.min(micros.getTotalCount(), Integer.MAX_VALUE);
  }

  @Override
  public long getMax() {
    return NANOS * max;
  }

  @Override
  public double getMean() {
    return NANOS * micros.getMean();
  }

  @Override
  public long getMin() {
    return NANOS * micros.getMinValue();
  }

  @Override
  public double getStdDev() {
    return NANOS * micros.getStdDeviation();
  }

  @Override
  public void dump(OutputStream output) {
    PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
    for (long value : getValues()) {
      out.println(value);
    }
    out.flush();
  }
}
