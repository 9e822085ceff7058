package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.Alone;

/** Ten thousand rules cost what a few do: a guard that counts looks at the request, and bytes. */
@Alone
class LargeTableTest {
  private static final int RULES = 10_000;

  /** A rule or a source looks once at the request for each of its terms. */
  private static final int FEW_LOOKS = 6;

  private static final int BYTES = 256;
  private static final int EVALUATIONS = 10_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static RuleSet rules(String pattern) {
    AclSet acls = new AclSet();
    return new RuleSet(
        IntStream.range(0, RULES)
            .mapToObj(i -> acls.compile(pattern.replace("#", String.valueOf(i))))
            .toList());
  }

  private static RequestHead request(int number) {
    return TestRequest.parse(
        "GET /a" + number + "/b?q HTTP/1.1\r\nHost: www.h" + number + ".com\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ hdr(host) www.h#.com }",
        "{ hdr(host) -i WWW.h#.com x#.com } or { hdr(host) y# }",
        "{ hdr_beg(host) -i www.h#. }",
        "{ hdr(host),lower www.h#.com }",
        "{ path /a#/b }",
        "{ path -i /A#/B }",
        "{ path_beg /a#/ }",
        "{ path_beg -i /A#/ } or { path /x# }",
        "{ base www.h#.com/a#/b }",
        "METH_GET { hdr(host) www.h#.com } !{ path_end .png }",
        "{ path_beg / } { hdr(host) www.h#.com } { path_reg ^/a }",
      })
  void aRequestTestsAHandfulOfConditions(String pattern) {
    RuleSet rules = rules(pattern);
    for (int number : new int[] {0, RULES / 2, RULES - 1, RULES + 1}) {
      CountingRequest request = new CountingRequest(request(number));
      assertEquals(number < RULES ? number : RuleSet.NONE, rules.first(request));
      assertTrue(request.looks <= FEW_LOOKS, request.looks + " looks at the request");
    }
  }

  @Test
  void aFewRulesOfOtherFormsCostOnlyThemselves() {
    AclSet acls = new AclSet();
    Condition other = acls.compile("{ path_end .png }");
    List<Condition> conditions = new ArrayList<>(List.of(other, other, other));
    IntStream.range(0, RULES)
        .forEach(i -> conditions.add(acls.compile("{ hdr(host) www.h" + i + ".com }")));
    CountingRequest request = new CountingRequest(request(RULES - 1));

    assertEquals(RULES + 2, new RuleSet(conditions).first(request));

    assertTrue(request.looks <= FEW_LOOKS, request.looks + " looks at the request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{ hdr(host) -i www.h#.com }", "{ path_beg /a#/ } or { path /x# }"})
  void aLookUpMakesLittleGarbage(String pattern) {
    RuleSet rules = rules(pattern);
    RequestHead request = request(RULES - 1);
    evaluate(rules, request);
    long before = threads.getCurrentThreadAllocatedBytes();
    evaluate(rules, request);
    long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / EVALUATIONS;
    assertTrue(bytes <= BYTES, bytes + " bytes for one request");
  }

  private static void evaluate(RuleSet rules, RequestHead request) {
    for (int i = 0; i < EVALUATIONS; i++) {
      assertEquals(RULES - 1, rules.first(request));
    }
  }

  /** Counts how often a condition looks at the target or at the fields. */
  private static final class CountingRequest implements RequestHead {
    private final RequestHead request;
    private int looks;

    CountingRequest(RequestHead request) {
      this.request = request;
    }

    @Override
    public String target() {
      looks++;
      return request.target();
    }

    @Override
    public HttpFields fields() {
      looks++;
      return request.fields();
    }

    @Override
    public String method() {
      return request.method();
    }

    @Override
    public String version() {
      return request.version();
    }

    @Override
    public SocketAddress remote() {
      return request.remote();
    }

    @Override
    public SocketAddress local() {
      return request.local();
    }

    @Override
    public int connections() {
      return request.connections();
    }

    @Override
    public boolean secure() {
      return request.secure();
    }
  }
}
