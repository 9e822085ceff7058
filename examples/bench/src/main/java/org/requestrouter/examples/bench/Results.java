package org.requestrouter.examples.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** All that was measured, and all that could not be. */
final class Results {
  /** With what the others are compared. */
  static final List<String> REFERENCES = List.of("haproxy", "nginx", "nginx-cache", "varnish");

  private static final Map<Metric, Metric> ADDED =
      Map.of(
          Metric.P50, Metric.ADDED_P50,
          Metric.P99, Metric.ADDED_P99,
          Metric.P999, Metric.ADDED_P999);

  private final Map<String, String> workloads = new LinkedHashMap<>();
  private final Map<String, String> systems = new LinkedHashMap<>();
  private final Map<String, String> missing = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();

  void workload(String id, String description) {
    workloads.put(id, description);
  }

  void system(String id, String description) {
    systems.put(id, description);
  }

  /** A system, or a program that measures, that is not there. */
  void missing(String id, String reason) {
    missing.put(id, reason);
  }

  void failure(String workload, String system, String reason) {
    failures.add(workload + ", " + system + ": " + reason);
  }

  /** Adds what a round has given, and what of its latency is more than the back end's own. */
  void add(Sample sample) {
    Map<Metric, Double> figures = new EnumMap<>(sample.figures());
    if (!sample.system().equals(DirectSystem.ID)) {
      ADDED.forEach(
          (latency, added) -> {
            Double figure = figures.get(latency);
            Double direct = figure(sample.workload(), DirectSystem.ID, sample.round(), latency);
            if (figure != null && direct != null) {
              figures.put(added, figure - direct);
            }
          });
    }
    samples.add(new Sample(sample.workload(), sample.system(), sample.round(), figures));
  }

  /** Descriptions by id. */
  Map<String, String> workloads() {
    return workloads;
  }

  /** Descriptions by id. */
  Map<String, String> systems() {
    return systems;
  }

  /** Reasons by id. */
  Map<String, String> missing() {
    return missing;
  }

  List<String> failures() {
    return failures;
  }

  List<Sample> samples() {
    return samples;
  }

  /** The systems with figures for a workload, in the order of the rounds. */
  Set<String> systemsOf(String workload) {
    Set<String> found = new LinkedHashSet<>();
    for (Sample sample : samples) {
      if (sample.workload().equals(workload)) {
        found.add(sample.system());
      }
    }
    return found;
  }

  Optional<Spread> spread(String workload, String system, Metric metric) {
    return spreadOf(
        samples.stream()
            .filter(sample -> sample.workload().equals(workload))
            .filter(sample -> sample.system().equals(system))
            .map(sample -> sample.figures().get(metric))
            .filter(Objects::nonNull)
            .toList());
  }

  /** Of the rounds' ratios, so that what disturbs a round disturbs both sides of a ratio. */
  Optional<Spread> ratio(String workload, String system, String reference, Metric metric) {
    List<Double> ratios = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.workload().equals(workload) && sample.system().equals(system)) {
        Double figure = sample.figures().get(metric);
        Double base = figure(workload, reference, sample.round(), metric);
        if (figure != null && base != null && base > 0) {
          ratios.add(figure / base);
        }
      }
    }
    return spreadOf(ratios);
  }

  /** One figure, or null. */
  Double figure(String workload, String system, int round, Metric metric) {
    return samples.stream()
        .filter(sample -> sample.workload().equals(workload))
        .filter(sample -> sample.system().equals(system) && sample.round() == round)
        .map(sample -> sample.figures().get(metric))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Optional<Spread> spreadOf(List<Double> figures) {
    return figures.isEmpty() ? Optional.empty() : Optional.of(Spread.of(figures));
  }
}
