package org.requestrouter.protocol;

import static org.requestrouter.RulesText.server;
import static org.requestrouter.RulesText.set;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.requestrouter.RulesText;

/** Tables for the soak that differ in servers, limits, backends and rules. */
final class SoakRules {
  private final List<SoakServer> servers;
  private final Path file;

  SoakRules(List<SoakServer> servers, Path file) {
    this.servers = servers;
    this.file = file;
  }

  Path write(int number) throws IOException {
    RulesText rules = new RulesText().defaultBackend("b");
    switch (number % 4) {
      case 0 -> rules.backend("b", backend(number, "roundrobin", 0, 1, 2));
      case 1 -> rules.backend("b", backend(number, "leastconn", 0, 1));
      case 2 ->
          rules
              .backend("b", backend(number, "roundrobin", 0, 1))
              .backend("c", backend(number, "first", 2, 0))
              .use("c", "{ path_beg /poll }");
      default -> rules.backend("b", backend(number, "random(2)", 1, 2));
    }
    rules.use("b", "{ path_beg /shared/ }", coalesce(number));
    return rules.writeTo(file);
  }

  /** Who asks while another waits shares its answer, and by turns also who asks soon after. */
  private static String coalesce(int number) {
    String cached = number % 2 == 0 ? "" : set("microCache", "100ms") + set("staleIfError", "1s");
    return "<Call name='coalesce'>" + cached + "</Call>";
  }

  private String[] backend(int number, String balance, int... members) {
    List<String> all = new ArrayList<>();
    all.add(set("balance", balance));
    // What is not about these must not depend on them, on a machine that stalls.
    for (String timeout : List.of("connectTimeout", "queueTimeout", "keepAliveTimeout")) {
      all.add(set(timeout, "60s"));
    }
    for (int member : members) {
      SoakServer server = servers.get(member);
      all.add(server(server.name(), server.port(), set("maxConnections", 5 + number % 3)));
    }
    return all.toArray(String[]::new);
  }
}
