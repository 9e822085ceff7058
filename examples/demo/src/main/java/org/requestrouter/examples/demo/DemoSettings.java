package org.requestrouter.examples.demo;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the demo runs, from system properties.
 *
 * @param host {@code demo.host}, the address that all listen on, default 127.0.0.1
 * @param port {@code demo.port}, the router's port, default 8080
 * @param notesPort {@code demo.notes.port}, default 8081
 * @param pubsubPort {@code demo.pubsub.port}, default 8082
 * @param classPath {@code demo.classpath}, of the back ends, default our own
 * @param home {@code demo.home}, the Jetty home
 * @param base {@code demo.base}, the Jetty base
 * @param logs {@code demo.logs}, the directory for the output of what is run
 */
record DemoSettings(
    String host,
    int port,
    int notesPort,
    int pubsubPort,
    String classPath,
    Path home,
    Path base,
    Path logs) {
  static final int NOTES_PORT = 8081;
  static final int PUBSUB_PORT = 8082;

  private static final int ROUTER_PORT = 8080;

  static DemoSettings fromSystem() {
    return new DemoSettings(
        System.getProperty("demo.host", "127.0.0.1"),
        Integer.getInteger("demo.port", ROUTER_PORT),
        Integer.getInteger("demo.notes.port", NOTES_PORT),
        Integer.getInteger("demo.pubsub.port", PUBSUB_PORT),
        System.getProperty("demo.classpath", System.getProperty("java.class.path")),
        path("demo.home", "jetty-base/target/jetty-home"),
        path("demo.base", "jetty-base/target/jetty-base"),
        path("demo.logs", "target/demo"));
  }

  private static Path path(String property, String fallback) {
    return Path.of(System.getProperty(property, fallback)).toAbsolutePath().normalize();
  }

  /** Each port, by the property that changes it. */
  Map<String, Integer> ports() {
    return Map.of("demo.port", port, "demo.notes.port", notesPort, "demo.pubsub.port", pubsubPort);
  }

  String url() {
    return "http://localhost:" + port;
  }
}
