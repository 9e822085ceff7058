package org.requestrouter.examples.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The options, which the README documents; each is a system property that begins with bench. */
final class Options {
  private static final String JAVA_OPTIONS =
      "-XX:+UseParallelGC -XX:+UseTransparentHugePages -Xms256m -Xmx512m";

  private final Properties properties;

  Options(Properties properties) {
    this.properties = properties;
  }

  /** The ids of the systems to run, with or without their Java; empty for all. */
  List<String> systems() {
    return list("systems", "");
  }

  /** The ids of the workloads to run; empty for all. */
  List<String> workloads() {
    return list("workloads", "");
  }

  int rounds() {
    return integer("rounds", 5);
  }

  double seconds() {
    return number("seconds", 3);
  }

  double warmUp() {
    return number("warmup", 10);
  }

  int holds() {
    return integer("holds", 8000);
  }

  int sharedHolds() {
    return integer("shared.holds", 10_000);
  }

  /** Polls a second. */
  double polls() {
    return number("polls", 6000);
  }

  int sockets() {
    return integer("sockets", 4000);
  }

  /** The most that a proxy has of clients, or to the back end. */
  int connections() {
    return Math.max(holds(), sockets()) + 1000;
  }

  double holdSeconds() {
    return number("hold.seconds", 30);
  }

  int holdRounds() {
    return integer("hold.rounds", 1);
  }

  int streams() {
    return integer("streams", 2000);
  }

  double streamSeconds() {
    return number("stream.seconds", 10);
  }

  double rate() {
    return number("rate", 4000);
  }

  double singleRate() {
    return number("rate.single", 1000);
  }

  double latencySeconds() {
    return number("latency.seconds", 2 * seconds());
  }

  double traceSeconds() {
    return number("trace.seconds", 1);
  }

  /** Where the report goes. */
  Path output() {
    return path("output", work().resolveSibling("results").toString());
  }

  /** Configurations and logs of what is run; it is deleted first. */
  Path work() {
    return path("work", "target/bench").resolve("run");
  }

  Path jettyHome() {
    return path("home", "jetty-base/target/jetty-home");
  }

  Path jettyBase() {
    return path("base", "jetty-base/target/jetty-base");
  }

  String classPath() {
    return text("classpath", System.getProperty("java.class.path"));
  }

  /** What the report says of the machine. */
  String machine() {
    return text("machine", Runtime.getRuntime().availableProcessors() + " processors");
  }

  List<JavaHome> javas() {
    return list("java", System.getProperty("java.home")).stream()
        .map(home -> JavaHome.of(Path.of(home)))
        .toList();
  }

  /** Of the router, and the same of all that it is compared with. */
  List<String> javaOptions() {
    return List.of(text("java.options", JAVA_OPTIONS).trim().split("\\s+", -1));
  }

  /** The program, from its property or where programs are; empty if it is missing. */
  Optional<Path> program(String name) {
    String given = text(name, "");
    if (!given.isEmpty()) {
      return Optional.of(Path.of(given)).filter(Files::isExecutable);
    }
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Path path(String name, String fallback) {
    return Path.of(text(name, fallback)).toAbsolutePath().normalize();
  }

  private int integer(String name, int fallback) {
    return (int) number(name, fallback);
  }

  private double number(String name, double fallback) {
    String value = text(name, Double.toString(fallback));
    try {
      double number = Double.parseDouble(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException x) {
      // The message is the same as that for a negative number.
    }
    throw new IllegalArgumentException("bench." + name + " is no number: " + value);
  }

  private List<String> list(String name, String fallback) {
    return Arrays.stream(text(name, fallback).split(",", -1))
        .map(String::trim)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private String text(String name, String fallback) {
    return properties.getProperty("bench." + name, fallback);
  }
}
