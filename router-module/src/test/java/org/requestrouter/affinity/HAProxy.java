package org.requestrouter.affinity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.requestrouter.rule.HAProxyProcess;

/** A real HAProxy with one backend. */
final class HAProxy {
  private static final List<String> HEAD =
      List.of(
          "global",
          "  nbthread 1",
          "  maxconn 100",
          "defaults",
          "  mode http",
          "  timeout client 20s",
          "  timeout connect 20s",
          "  timeout server 20s");

  private HAProxy() {}

  /** Starts HAProxy in a directory, with the lines of its only backend. */
  static HAProxyProcess start(Path directory, List<String> backend) throws IOException {
    Path socket = directory.resolve("h.sock");
    List<String> lines = new ArrayList<>(HEAD);
    lines.add("listen f");
    lines.add("  bind unix@" + socket);
    backend.forEach(line -> lines.add("  " + line));
    return HAProxyProcess.start(directory, socket, lines);
  }
}
