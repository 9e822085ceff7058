package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.Alone;
import org.requestrouter.rule.HAProxyProcess;

/**
 * Sends whole connections, made up from a seed, to a real HAProxy and to the router, with the same
 * rules: servers behind both are asked the same, or one of them refuses, for a reason that {@link
 * KnownDifferences} knows. {@code -Dfuzz.seed=N} makes up others, {@code -Dfuzz.requests=N} more of
 * them.
 */
@Alone
class RequestDifferentialTest {
  private static final String OPENING = "PROXY TCP4 127.0.0.1 127.0.0.1 40000 80\r\n";
  private static final List<String> HAPROXY =
      List.of(
          "use_backend b if { path_beg /b }",
          "use_backend b if { hdr(host) -i b.test }",
          "default_backend a");
  // The same in every build, since this looks for changes; other seeds look for more.
  private static final long SEED = 2026;

  // Long enough if the machine is not busy; if it is, the comparison is made once more.
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(5);

  @TempDir private Path directory;
  private Recorder behindRouter;
  private Recorder behindHaproxy;
  private HAProxyProcess haproxy;
  private RouterFixture router;
  private final Map<String, Integer> differences = new TreeMap<>();

  /** What became of a connection. */
  private record Outcome(List<String> requests, Conversation heard) {

    /** Without what follows a refusal: whether the connection is used on is nobody's business. */
    List<String> requests(boolean refused) {
      int last = requests.size() - 1;
      boolean ends = last >= 0 && requests.get(last).startsWith("a GET /a/last ");
      return refused && ends ? requests.subList(0, last) : requests;
    }
  }

  @BeforeEach
  void open() throws Exception {
    HAProxyProcess.require();
    behindRouter = new Recorder();
    behindHaproxy = new Recorder();
    List<String> lines = new ArrayList<>(HAPROXY);
    lines.addAll(List.of("backend a", "server a 127.0.0.1:" + behindHaproxy.portOfA()));
    lines.addAll(List.of("backend b", "server b 127.0.0.1:" + behindHaproxy.portOfB()));
    haproxy = HAProxyProcess.start(directory, lines);
  }

  @AfterEach
  void close() throws Exception {
    if (router != null) {
      router.server().stop();
    }
    if (haproxy != null) {
      haproxy.close();
      behindRouter.close();
      behindHaproxy.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CORE", "SERVLET"})
  @Timeout(1800)
  void serversAreAskedTheSame(Door door) throws Exception {
    long seed = Long.getLong("fuzz.seed", SEED);
    int requests = Integer.getInteger("fuzz.requests", 1500);
    System.out.println("RequestDifferentialTest: -Dfuzz.seed=" + seed);
    router =
        RouterFixture.start(
            door,
            behindRouter.portOfA(),
            (routing, backend, server) -> {
              routing.backend("c").server("s", "http://127.0.0.1:" + behindRouter.portOfB());
              routing.useBackend("c", "{ path_beg /b }");
              routing.useBackend("c", "{ hdr(host) -i b.test }");
            });
    RandomMessages messages = new RandomMessages(seed);
    List<String> faults = new ArrayList<>();
    // The decisions are the same behind every door; the servlet's needs only to be as strict.
    int count = door == Door.CORE ? requests : requests / 5;
    for (int i = 0; i < count && faults.size() < 20; i++) {
      String message = messages.next();
      String fault = fault(message, SHORT);
      for (int more = 0; more < 2 && fault != null; more++) {
        fault = fault(message, LONG);
      }
      if (fault != null) {
        faults.add("number " + i + ": " + fault);
      }
    }
    System.out.println(door + ", " + count + " connections: " + differences);
    assertEquals(List.of(), faults, "-Dfuzz.seed=" + seed);
  }

  /** Returns in what the two differ without a known reason, or null. */
  private String fault(String message, Duration patience) throws Exception {
    String sent = message + RandomMessages.LAST;
    Outcome ours = outcome(behindRouter, SocketChannel.open(address()), sent, patience);
    Outcome theirs = outcome(behindHaproxy, haproxy.connect(), OPENING + sent, patience);
    boolean refused = ours.heard.hasRefusal() || theirs.heard.hasRefusal();
    List<String> asked = ours.requests(refused);
    List<String> expected = theirs.requests(refused);
    String kind = null;
    if (asked.equals(expected)) {
      kind = refused ? "refused" : "same";
    } else if (ours.heard.hasRefusal() && isPart(asked, expected)) {
      kind = KnownDifferences.stricter(message);
    } else if (theirs.heard.hasRefusal() && isPart(expected, asked)) {
      kind = KnownDifferences.laxer(message);
    }
    if (kind != null) {
      differences.merge(kind, 1, Integer::sum);
      return null;
    }
    return RawText.shown(message) + "\n  router  " + ours + "\n  HAProxy " + theirs + "\n";
  }

  /** Whether the others are the same without some, which have been refused, in the same order. */
  private static boolean isPart(List<String> part, List<String> whole) {
    int found = 0;
    for (String request : whole) {
      found += found < part.size() && part.get(found).equals(request) ? 1 : 0;
    }
    return found == part.size() && found < whole.size();
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), router.port());
  }

  private Outcome outcome(
      Recorder recorder, SocketChannel connection, String sent, Duration patience)
      throws Exception {
    recorder.take();
    Conversation heard = Conversation.of(connection, sent, patience);
    // A request of HTTP/1.0 without a Host is for the address that the client has connected to.
    String own = "@127.0.0.1:" + router.port() + " ";
    List<String> requests = recorder.take().stream().map(r -> r.replace(own, "@ ")).toList();
    return new Outcome(requests, heard);
  }
}
