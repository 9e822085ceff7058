package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.config.RuleConfig;
import org.requestrouter.rule.HAProxyProcess;

/** A server behind a real HAProxy with the same rules gets the same, and so does the client. */
class RewritingDifferentialTest extends ProtocolTest {
  private static final String OPENING = "PROXY TCP4 127.0.0.1 127.0.0.1 40000 80\r\n";
  private static final Set<String> OF_JETTY = Set.of("date", "server");
  private static final List<String> HAPROXY =
      List.of(
          "http-request set-header X-Source \"%[src]\"",
          "http-request set-header X-Set \"<%[req.hdr(x-a)]> %[path,lower] %[urlp(id)] 100%%\"",
          "http-request set-header X-None \"%[req.hdr(x-none)]\"",
          "http-request set-header X-Cookie \"%[req.cook(c)]/%[req.hdr(x-b,1)]/%[method]\"",
          "http-request add-header X-Added a",
          "http-request add-header X-Added \"%[query]\"",
          "http-request del-header X-Gone",
          "http-request replace-path ^/api((/.*)?)$ /v2\\1",
          "http-response set-header X-Frame-Options DENY",
          "http-response add-header X-More more",
          "http-response del-header X-Powered-By");

  private static final List<String[]> REQUESTS =
      List.of(
          new String[] {"/api/a?id=7"},
          new String[] {"/api"},
          new String[] {"/api?id=1&id=2", "X-A: 1", "X-A: 2, 3"},
          new String[] {"/apis/%41?x=%2F", "X-Set: forged", "x-set: forged", "X-None: forged"},
          new String[] {"/API/b", "X-Added: c", "X-Gone: 1", "x-gone: 2", "X-Added: d"},
          new String[] {"/api/C%20d;e", "Cookie: a=1; c=2", "Cookie: c=3; b=4", "X-B: 5, 6"},
          new String[] {"/other", "X-Source: 1.2.3.4", "X-Cookie: x", "X-Kept: k"});

  private static final String RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Frame-Options: SAMEORIGIN\r\nX-More: a\r\n"
          + "x-frame-options: b\r\nX-Powered-By: x\r\nX-Kept: k\r\nConnection: close\r\n\r\nok";

  @TempDir private Path directory;

  @BeforeEach
  void requireHaproxy() {
    HAProxyProcess.require();
  }

  private static void declare(RuleConfig rule) {
    rule.setRequestHeader("X-Source", "%[src]");
    rule.setRequestHeader("X-Set", "<%[req.hdr(x-a)]> %[path,lower] %[urlp(id)] 100%%");
    rule.setRequestHeader("X-None", "%[req.hdr(x-none)]");
    rule.setRequestHeader("X-Cookie", "%[req.cook(c)]/%[req.hdr(x-b,1)]/%[method]");
    rule.addRequestHeader("X-Added", "a");
    rule.addRequestHeader("X-Added", "%[query]");
    rule.delRequestHeader("X-Gone");
    rule.replacePrefix("/api", "/v2");
    rule.setResponseHeader("X-Frame-Options", "DENY");
    rule.addResponseHeader("X-More", "more");
    rule.delResponseHeader("X-Powered-By");
  }

  @Test
  void headersAndPathsAreChangedAlike() throws Exception {
    List<Head> requests = new ArrayList<>();
    upstream.serve(
        (connection, index) -> {
          Head head = connection.readRequest().head();
          synchronized (requests) {
            requests.add(head);
          }
          connection.send(RESPONSE);
        });
    start(
        (routing, backend, server) -> {
          routing.setForwardedFor(false);
          routing.setForwarded(false);
          routing.setVia("");
          declare(routing.useBackend("b"));
        });
    List<String> lines = new ArrayList<>(HAPROXY);
    lines.addAll(
        List.of("default_backend b", "backend b", "server s 127.0.0.1:" + upstream.port()));
    try (HAProxyProcess haproxy = HAProxyProcess.start(directory, lines)) {
      for (String[] request : REQUESTS) {
        compare(requests, haproxy, request);
      }
    }
  }

  private void compare(List<Head> requests, HAProxyProcess haproxy, String[] request)
      throws Exception {
    List<String> fields = new ArrayList<>(List.of(request));
    String target = fields.remove(0);
    RawClient client = connect().get(target, fields.toArray(String[]::new));
    List<String> response = client.readResponse().head().linesWithout(OF_JETTY);
    fields.add(0, "GET " + target + " HTTP/1.1\r\nHost: test");
    String theirs = haproxy.exchange(OPENING + String.join("\r\n", fields) + "\r\n\r\n");

    Head ours;
    Head expected;
    synchronized (requests) {
      ours = requests.get(requests.size() - 2);
      expected = requests.get(requests.size() - 1);
    }
    assertEquals(expected.startLine(), ours.startLine());
    assertEquals(expected.linesWithout(Set.of()), ours.linesWithout(Set.of()), target);
    assertEquals(lines(theirs), response, target);
  }

  private static List<String> lines(String response) {
    return response
        .substring(0, response.indexOf("\r\n\r\n"))
        .lines()
        .skip(1)
        .filter(line -> !line.equalsIgnoreCase("connection: close"))
        .sorted()
        .toList();
  }
}
