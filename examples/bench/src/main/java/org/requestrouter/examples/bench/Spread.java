package org.requestrouter.examples.bench;

import java.util.List;

/** Least, middle and greatest of several figures. */
record Spread(double min, double median, double max) {
  static Spread of(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Spread(sorted.get(0), median, sorted.get(size - 1));
  }
}
