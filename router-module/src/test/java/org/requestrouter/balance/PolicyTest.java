package org.requestrouter.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  private static final Path DOCS = Path.of("src/main/docs/balancing.md");
  private static final Pattern SETTING = Pattern.compile("<Set name=\"balance\">(.*?)</Set>");

  @ParameterizedTest
  @ValueSource(strings = {"roundrobin", "leastconn", "random", "random(3)", "first"})
  void policiesThatHashNothingHaveNoSample(String text) {
    assertNull(Policy.parse(text).sample());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source|src",
        "uri|path",
        "uri path-only|path",
        "uri whole|pathq",
        "hdr(X-User)|req.hdr(X-User,1)",
        "url_param(user)|urlp(user)",
        "url_param user|urlp(user)",
        "url_param(user[id])|urlp(user[id])",
        "cookie(JSESSIONID)|req.cook(JSESSIONID)"
      })
  void theSampleIsTheFetchOfTheRules(String text, String sample) {
    assertEquals(sample, Policy.parse(text).sample());
  }

  @ParameterizedTest
  @ValueSource(strings = {"roundrobin", "random(2)", "uri whole", "hdr(X-User)"})
  void showsItselfAsConfigured(String text) {
    assertEquals(text, Policy.parse(" " + text + "\n").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "roundrobin, RoundRobin",
    "leastconn, LeastConnections",
    "random, RandomDraws",
    "first, FirstFree",
    "source, ConsistentHash",
    "uri, ConsistentHash"
  })
  void eachPolicyHasAClass(String text, String type) {
    Balancer<TestServer> balancer = Policy.parse(text).over(TestServer.count(2));

    assertEquals(type, balancer.getClass().getSimpleName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "static-rr", "RoundRobin", "hash req.cook(x)", "rdp-cookie", "(a)"})
  void anUnknownPolicyIsRefusedWithAListOfThoseThatAreKnown(String text) {
    assertEquals(
        "balance '"
            + text
            + "': unknown policy; use one of roundrobin, leastconn, random, random(DRAWS), first,"
            + " source, uri, uri whole, hdr(NAME), url_param(NAME), cookie(NAME)",
        refusal(text));
  }

  @Test
  void noTextIsRefused() {
    assertEquals(refusal(""), refusal(null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "roundrobin(2)|takes no argument in parentheses",
        "first 2|the option '2' is not supported",
        "random(0)|the number of draws must be from 1 to 256",
        "random(257)|the number of draws must be from 1 to 256",
        "random(-1)|the number of draws must be from 1 to 256",
        "random()|the number of draws must be from 1 to 256",
        "random 2|the option '2' is not supported",
        "source(x)|takes no argument in parentheses",
        "uri(x)|takes no argument in parentheses",
        "uri len 12|the option 'len 12' is not supported",
        "hdr|a name in parentheses is missing",
        "hdr()|a name in parentheses is missing",
        "hdr(a,b)|'a,b' is not a name",
        "hdr(host) use_domain_only|the option 'use_domain_only' is not supported",
        "cookie(a\"b)|'a\"b' is not a name",
        "cookie a|a name in parentheses is missing",
        "url_param|a name in parentheses is missing",
        "url_param user check_post|'user check_post' is not a name",
        "url_param(user) check_post|the option 'check_post' is not supported"
      })
  void aPolicyThatIsMisspeltIsRefusedWithTheReason(String text, String reason) {
    assertEquals("balance '" + text + "': " + reason, refusal(text));
  }

  @Test
  void theBalancerKeepsTheServersThatItWasMadeFor() {
    List<TestServer> servers = new ArrayList<>(TestServer.count(1));
    TestServer only = servers.get(0);
    Balancer<TestServer> balancer = Policy.parse("first").over(servers);

    servers.clear();

    assertSame(only, balancer.pick(Request.PLAIN));
    assertInstanceOf(FirstFree.class, balancer);
  }

  @Test
  void theDocumentShowsEveryPolicyAsItIsWritten() throws Exception {
    Matcher matcher = SETTING.matcher(Files.readString(DOCS));
    TreeSet<String> words = new TreeSet<>();
    while (matcher.find()) {
      Policy policy = Policy.parse(matcher.group(1));
      words.add(policy.toString().replaceFirst("\\W.*", ""));
    }

    assertEquals(
        "[cookie, first, hdr, leastconn, random, roundrobin, source, uri, url_param]",
        words.toString());
  }

  private static String refusal(String text) {
    return assertThrows(IllegalArgumentException.class, () -> Policy.parse(text)).getMessage();
  }
}
