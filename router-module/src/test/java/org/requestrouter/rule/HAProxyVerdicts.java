package org.requestrouter.rule;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A real HAProxy that answers each request with its verdicts on a list of conditions. */
final class HAProxyVerdicts implements AutoCloseable {
  private final HAProxyProcess haproxy;

  /** Starts HAProxy in a directory, to which the files of its conditions are relative. */
  HAProxyVerdicts(Path directory, List<String> acls, List<String> conditions) throws IOException {
    haproxy = HAProxyProcess.start(directory, verdicts(acls, conditions));
  }

  private static List<String> verdicts(List<String> acls, List<String> conditions) {
    List<String> lines = new ArrayList<>();
    acls.forEach(acl -> lines.add("acl " + acl));
    StringBuilder verdicts = new StringBuilder();
    for (int i = 0; i < conditions.size(); i++) {
      lines.add("http-request set-var(txn.c" + i + ") int(1) " + conditions.get(i));
      verdicts.append(i == 0 ? "" : ",").append("%[var(txn.c").append(i).append(")]");
    }
    lines.add("http-request return status 200 hdr verdicts \"" + verdicts + "\"");
    return lines;
  }

  /** Sends what opens a connection and returns the verdicts on the conditions, in their order. */
  List<Boolean> ask(String bytes) throws IOException {
    String response = haproxy.exchange(bytes);
    String verdicts =
        response
            .lines()
            .filter(line -> line.startsWith("verdicts: "))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(bytes + "\ngot:\n" + response));
    return Stream.of(verdicts.substring("verdicts: ".length()).split(",", -1))
        .map(verdict -> verdict.strip().equals("1"))
        .toList();
  }

  @Override
  public void close() {
    haproxy.close();
  }
}
