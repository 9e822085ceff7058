package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The ways to run Jetty with the router, and without it. */
enum RouterBase {
  CORE("router-core", "the router, core door", Group.PROXIES, 0),
  SERVLET("router-servlet", "the router, servlet door in its own context", Group.PROXIES, 0),
  WEBAPP("router-webapp", "the router, servlet door in a webapp's web.xml", Group.PROXIES, 0),
  CORE_CACHE("router-core-cache", "the router, core door, sharing answers", Group.POLLS, 0),
  SERVLET_CACHE(
      "router-servlet-cache",
      "the router, servlet door in its own context, sharing answers",
      Group.POLLS,
      0),
  RULES_10("rules-10", "the router, core door, 10 rules", Group.RULES, 10),
  RULES_1000("rules-1000", "the router, core door, 1,000 rules", Group.RULES, 1000),
  RULES_10000("rules-10000", "the router, core door, 10,000 rules", Group.RULES, 10_000),
  WITHOUT_MODULE("without-module", "a webapp, no router", Group.PASS_THROUGH, 0),
  WITH_MODULE("with-module", "a webapp, with the router before it", Group.PASS_THROUGH, 0);

  private static final String MODULE = "request-router";
  private static final String SERVLET_MODULE = "ee10-request-router";
  private static final int SMALL = 100;

  private final String id;
  private final String description;
  private final Group group;
  private final int rules;

  RouterBase(String id, String description, Group group, int rules) {
    this.id = id;
    this.description = description;
    this.group = group;
    this.rules = rules;
  }

  String id() {
    return id;
  }

  String description() {
    return description;
  }

  Group group() {
    return group;
  }

  /** Copies the packaged base, without its webapps, and makes this one of it. */
  void write(Path packaged, Path directory, int backEndPort) throws IOException {
    Directories.copy(packaged, Directories.clear(directory));
    Files.deleteIfExists(directory.resolve("webapps/chat.war"));
    Templates.write(
        group == Group.POLLS ? "request-router-polls.xml" : "request-router-rules.xml",
        directory.resolve("etc/request-router-rules.xml"),
        Map.of(
            "backend", Integer.toString(backEndPort),
            "default", group == Group.PROXIES ? "bench" : "webapps",
            "rules", rules == 0 ? "" : RuleTable.text(rules)));
    switch (this) {
      case SERVLET, SERVLET_CACHE -> enable(directory, List.of());
      case WEBAPP -> {
        enable(directory, List.of("request-router.contextPath=/unused"));
        Path webInf = Files.createDirectories(directory.resolve("webapps/ROOT/WEB-INF"));
        Templates.write("web.xml", webInf.resolve("web.xml"), Map.of());
      }
      case WITHOUT_MODULE -> {
        Files.delete(module(directory, MODULE));
        writeWebapp(directory);
      }
      case WITH_MODULE -> writeWebapp(directory);
      default -> {}
    }
  }

  private static void enable(Path directory, List<String> settings) throws IOException {
    Path file = module(directory, SERVLET_MODULE);
    Files.writeString(
        file, "--modules=" + SERVLET_MODULE + "\n" + String.join("\n", settings) + "\n");
  }

  private static Path module(Path directory, String name) {
    return directory.resolve("start.d").resolve(name + ".ini");
  }

  private static void writeWebapp(Path directory) throws IOException {
    Path root = Files.createDirectories(directory.resolve("webapps/ROOT"));
    Files.writeString(root.resolve("hello.txt"), "x".repeat(SMALL));
  }
}
