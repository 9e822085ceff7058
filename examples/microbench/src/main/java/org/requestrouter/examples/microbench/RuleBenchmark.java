package org.requestrouter.examples.microbench;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Request;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.requestrouter.headers.JettyRequestHead;
import org.requestrouter.rule.AclSet;
import org.requestrouter.rule.RuleSet;

/** What it costs to find the rule of a request, which is the last of the table, or that none is. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RuleBenchmark {

  /** What the rules look at. */
  public enum Form {
    /** The whole of Host. */
    HOST("{ hdr(host) -i tenant#.example.com }"),
    /** The whole path. */
    PATH("{ path /tenants/#/index.html }"),
    /** The beginning of the path. */
    PREFIX("{ path_beg /tenants/#/ }"),
    /** The same, in a form that no index finds. */
    REGEX("{ path_reg ^/tenants/#/ }");

    private final String condition;

    Form(String condition) {
      this.condition = condition;
    }
  }

  /** What the rules look at. */
  @Param public Form form;

  /** How many rules the table has. */
  @Param({"1", "10", "1000", "10000"})
  public int rules;

  private RuleSet table;
  private CapturedRequest matching;
  private CapturedRequest other;

  /** Compiles the table and receives the requests. */
  @Setup
  public void setUp() throws Exception {
    AclSet acls = new AclSet();
    table =
        new RuleSet(
            IntStream.range(0, rules)
                .mapToObj(i -> acls.compile(form.condition.replace("#", String.valueOf(i))))
                .toList());
    matching = request("/tenants/" + (rules - 1), "tenant" + (rules - 1));
    other = request("/static", "www");
  }

  private static CapturedRequest request(String path, String host) throws Exception {
    return new CapturedRequest(
        Requests.browser("GET " + path + "/index.html?page=1", host + ".example.com"));
  }

  /** Lets the requests go. */
  @TearDown
  public void tearDown() throws Exception {
    matching.letGo();
    other.letGo();
  }

  /** Finds the last rule. */
  @Benchmark
  public int lastRule() {
    return first(matching.request());
  }

  /** Finds no rule. */
  @Benchmark
  public int noRule() {
    return first(other.request());
  }

  private int first(Request request) {
    return table.first(new JettyRequestHead(request));
  }
}
