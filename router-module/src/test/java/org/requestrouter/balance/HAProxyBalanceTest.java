package org.requestrouter.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.balance.HAProxyFarm.Sent;
import org.requestrouter.rule.HAProxyProcess;

/** Compares the policies with those of a real HAProxy, as far as they show from outside. */
class HAProxyBalanceTest {
  private static final List<String> WEIGHTED = List.of("weight 3", "weight 2", "weight 1");

  @TempDir private Path directory;

  @BeforeEach
  void requireHaproxy() {
    HAProxyProcess.require();
  }

  @Test
  void roundRobinGivesTheSameCountsInEveryRound() throws Exception {
    List<String> theirs = asked("roundrobin", WEIGHTED, 60, i -> Sent.to("/"));
    List<String> ours = names(Policy.parse("roundrobin").over(TestServer.weighing(3, 2, 1)), 60);

    for (int round = 0; round < 60; round += 6) {
      assertEquals(sorted(theirs, round, 6), sorted(ours, round, 6), theirs + " / " + ours);
    }
  }

  @Test
  void roundRobinOfEqualWeightsGivesTheSameOrder() throws Exception {
    List<String> theirs = asked("roundrobin", List.of("", "", "", ""), 12, i -> Sent.to("/"));

    assertEquals(theirs, names(Policy.parse("roundrobin").over(TestServer.count(4)), 12));
  }

  @Test
  void roundRobinPassesFullServersOver() throws Exception {
    List<String> theirs = held("roundrobin", List.of("maxconn 1", "", "maxconn 1"), 9);
    List<TestServer> servers =
        List.of(new TestServer("s1", 1, 1), new TestServer("s2", 1), new TestServer("s3", 1, 1));
    List<String> ours = names(Policy.parse("roundrobin").over(servers), 9);

    assertEquals(sorted(theirs, 0, 9), sorted(ours, 0, 9));
  }

  @Test
  void leastConnectionsFillsServersAlike() throws Exception {
    List<String> theirs = held("leastconn", WEIGHTED, 60);
    List<String> ours = names(Policy.parse("leastconn").over(TestServer.weighing(3, 2, 1)), 60);

    for (int round = 0; round < 60; round += 6) {
      assertEquals(sorted(theirs, 0, round + 6), sorted(ours, 0, round + 6), theirs + "/" + ours);
    }
  }

  @Test
  void leastConnectionsTakesIdleServersInTurnWhateverTheirWeights() throws Exception {
    List<String> theirs = asked("leastconn", WEIGHTED, 30, i -> Sent.to("/"));
    Balancer<TestServer> balancer = Policy.parse("leastconn").over(TestServer.weighing(3, 2, 1));
    List<String> ours = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      TestServer server = balancer.pick(Request.PLAIN);
      ours.add(server.name());
      server.release();
    }

    assertEquals(sorted(theirs, 0, 30), sorted(ours, 0, 30), theirs + " / " + ours);
  }

  @Test
  void firstFillsServersInTheSameOrder() throws Exception {
    List<String> theirs = held("first", List.of("maxconn 2", "maxconn 3", "maxconn 1"), 6);
    List<TestServer> servers =
        List.of(new TestServer("s1", 1, 2), new TestServer("s2", 1, 3), new TestServer("s3", 1, 1));

    assertEquals(theirs, names(Policy.parse("first").over(servers), 6));
  }

  @Test
  void randomReachesAllServersByTheirWeights() throws Exception {
    List<String> options = List.of("weight 50", "weight 50", "weight 1");
    List<String> theirs = asked("random(1)", options, 300, i -> Sent.to("/"));
    List<String> ours = names(Policy.parse("random(1)").over(TestServer.weighing(50, 50, 1)), 300);

    for (List<String> picks : List.of(theirs, ours)) {
      assertTrue(Collections.frequency(picks, "s1") > 60, picks::toString);
      assertTrue(Collections.frequency(picks, "s2") > 60, picks::toString);
      assertTrue(Collections.frequency(picks, "s3") < 60, picks::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "uri", "uri whole", "hdr(x-user)", "url_param user"})
  void aKeyKeepsItsServerAndKeysReachAllServers(String text) throws Exception {
    List<String> theirs = asked(text, WEIGHTED, 80, i -> keyed(text, i % 40));
    Balancer<TestServer> balancer = Policy.parse(text).over(TestServer.weighing(3, 2, 1));
    List<String> ours =
        IntStream.range(0, 80)
            .mapToObj(i -> balancer.pick(Request.withKey("user" + i % 40)).name())
            .toList();

    for (List<String> picks : List.of(theirs, ours)) {
      assertEquals(picks.subList(0, 40), picks.subList(40, 80));
      assertEquals("[s1, s2, s3]", new TreeSet<>(picks).toString());
    }
  }

  /** HAProxy maps alike by a policy and by our fetch: so they agree on what the key is. */
  @ParameterizedTest
  @ValueSource(strings = {"uri", "uri whole", "hdr(x-user)", "url_param user"})
  void theSampleIsWhatHaproxyHashes(String text) throws Exception {
    IntFunction<Sent> request =
        i ->
            new Sent(
                "/path" + i % 7 + "?z=1&user=u" + i % 11 + "&user=v" + i,
                "x-user: h" + i % 13 + ", k" + i + "\r\nx-user: m" + i + "\r\n",
                "192.0.2.1");

    assertEquals(
        asked(text, WEIGHTED, 60, request),
        asked("hash " + Policy.parse(text).sample(), WEIGHTED, 60, request));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdr(x-user)", "url_param user", "hash req.cook(user)"})
  void requestsWithoutAKeyAreSpread(String text) throws Exception {
    List<String> theirs = asked(text, WEIGHTED, 60, i -> Sent.to("/"));
    String policy = text.replace("hash req.cook", "cookie");
    List<String> ours = names(Policy.parse(policy).over(TestServer.weighing(3, 2, 1)), 60);

    for (String server : List.of("s1", "s2", "s3")) {
      int their = Collections.frequency(theirs, server);
      assertEquals(their, Collections.frequency(ours, server), 6, theirs + " / " + ours);
    }
  }

  @Test
  void aKeyWaitsForItsServer() throws Exception {
    String text = "hdr(x-user)";
    List<String> options = List.of("maxconn 1", "maxconn 1", "maxconn 1");
    List<String> servers = asked(text, options, 20, i -> keyed(text, i));
    try (HAProxyFarm farm = HAProxyFarm.start(directory, text, options)) {
      farm.hold(keyed(text, 0));
      assertEquals(servers.get(0), farm.arrived());
      farm.hold(keyed(text, 0));
      for (int i = 1; i < 20; i++) {
        if (!servers.get(i).equals(servers.get(0))) {
          assertEquals(servers.get(i), farm.ask(keyed(text, i)));
        }
      }
      farm.leave();
      assertEquals(servers.get(0), farm.arrived());
    }

    Balancer<TestServer> balancer =
        Policy.parse(text).over(List.of(new TestServer("a", 1, 1), new TestServer("b", 1, 1)));
    TestServer server = balancer.pick(Request.withKey("user0"));
    assertNull(balancer.pick(Request.withKey("user0")));
    server.release();
    assertEquals(server, balancer.pick(Request.withKey("user0")));
  }

  private static Sent keyed(String policy, int key) {
    return switch (policy) {
      case "source" -> Sent.from("192.0.2." + (key + 10));
      case "uri" -> Sent.to("/user" + key + "?any=" + System.nanoTime());
      case "uri whole" -> Sent.to("/?user" + key);
      case "url_param user" -> Sent.to("/" + System.nanoTime() + "?user=user" + key);
      default -> Sent.with("x-user: user" + key);
    };
  }

  /** Returns which servers answer requests of which each follows the answer to the last. */
  private List<String> asked(
      String policy, List<String> options, int count, IntFunction<Sent> request)
      throws IOException {
    List<String> servers = new ArrayList<>();
    try (HAProxyFarm farm = HAProxyFarm.start(directory, policy, options)) {
      for (int i = 0; i < count; i++) {
        servers.add(farm.ask(request.apply(i)));
      }
    }
    return servers;
  }

  /** Returns which servers requests reach that are not answered. */
  private List<String> held(String policy, List<String> options, int count) throws IOException {
    List<String> servers = new ArrayList<>();
    try (HAProxyFarm farm = HAProxyFarm.start(directory, policy, options)) {
      for (int i = 0; i < count; i++) {
        farm.hold(Sent.to("/"));
        servers.add(farm.arrived());
      }
    }
    return servers;
  }

  /** Returns where our policy sends requests that are not answered. */
  private static List<String> names(Balancer<TestServer> balancer, int count) {
    return Request.picks(balancer, count).stream().map(TestServer::name).toList();
  }

  private static List<String> sorted(List<String> names, int from, int count) {
    return names.subList(from, from + count).stream().sorted().toList();
  }
}
