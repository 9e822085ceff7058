package org.requestrouter.examples.microbench;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.requestrouter.headers.RequestFields;
import org.requestrouter.headers.ResponseFields;
import org.requestrouter.headers.Site;

/** What it costs to make the header that goes on from the header that came. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeaderBenchmark {
  private static final Site SERVER = new Site("http", "127.0.0.1:8081");

  private final RequestFields unchanged = new RequestFields(false, false, "");
  private final RequestFields forwardedFor = new RequestFields(true, false, "");
  private final RequestFields everything = new RequestFields(true, true, "router");
  private final HttpFields response =
      HttpFields.build()
          .add("Server", "Apache")
          .add("Date", "Thu, 01 Jan 2026 00:00:00 GMT")
          .add("Content-Type", "text/html; charset=utf-8")
          .add("Content-Length", "100")
          .add("ETag", "\"64-5f2a\"")
          .add("Cache-Control", "no-cache")
          .add("X-Request-Id", "0123456789abcdef")
          .add("Set-Cookie", "session=0123456789abcdef; Path=/; HttpOnly")
          .add("Connection", "keep-alive")
          .add("Keep-Alive", "timeout=5")
          .asImmutable();
  private CapturedRequest request;

  /** Receives the request. */
  @Setup
  public void setUp() throws Exception {
    request = new CapturedRequest(Requests.browser("GET /a/b.html?c=d", "www.example.com"));
  }

  /** Lets the request go. */
  @TearDown
  public void tearDown() throws Exception {
    request.letGo();
  }

  /** Writes the header of a request, with nothing added. */
  @Benchmark
  public int requestUnchanged() {
    return unchanged.write(request.request(), SERVER, false).toBuffer().remaining();
  }

  /** Writes it with X-Forwarded-For, -Proto and -Host, as is the default. */
  @Benchmark
  public int requestForwardedFor() {
    return forwardedFor.write(request.request(), SERVER, false).toBuffer().remaining();
  }

  /** Writes it with Forwarded and Via as well. */
  @Benchmark
  public int requestForwardedAndVia() {
    return everything.write(request.request(), SERVER, false).toBuffer().remaining();
  }

  /** Copies the fields of a response. */
  @Benchmark
  public HttpFields response() {
    HttpFields.Mutable fields = HttpFields.build();
    ResponseFields.copy(response, fields);
    return fields;
  }
}
