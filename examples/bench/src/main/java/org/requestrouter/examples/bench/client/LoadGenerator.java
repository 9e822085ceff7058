package org.requestrouter.examples.bench.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The process that makes the load. Reads one command a line, and writes one line for each: {@code
 * result name=value ...} or {@code failed reason}. A command is a kind and its {@link Plan}.
 */
public final class LoadGenerator {
  private LoadGenerator() {}

  /** Runs until the end of its input, which is that of the process that started it. */
  public static void main(String[] args) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      say(run(line));
    }
  }

  private static String run(String line) {
    try {
      Plan plan = Plan.parse(line);
      try (ClientLoop loop = loop(plan)) {
        return "result" + text(loop.run());
      }
    } catch (IOException | RuntimeException x) {
      return "failed " + x;
    }
  }

  private static ClientLoop loop(Plan plan) throws IOException {
    return switch (plan.kind()) {
      case "closed" -> new ClosedLoop(plan);
      case "open" -> new OpenLoop(plan);
      case "hold" -> new HoldLoop(plan);
      case "stream" -> new StreamLoop(plan);
      case Plan.WEB_SOCKET -> new WebSocketLoop(plan, false);
      case Plan.IDLE_WEB_SOCKET -> new WebSocketLoop(plan, true);
      default -> throw new IllegalArgumentException(plan.kind());
    };
  }

  private static String text(Map<String, Double> figures) {
    StringBuilder text = new StringBuilder();
    figures.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    return text.toString();
  }

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
