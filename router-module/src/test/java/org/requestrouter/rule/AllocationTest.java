package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.Alone;

/** Evaluation makes no garbage where the grammar allows that: a guard that counts bytes. */
@Alone
class AllocationTest {
  private static final int EVALUATIONS = 10_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ path_beg /subscriptions/channel/ } { hdr_dom(host) -i notes.example }",
        "{ path -i /SUBSCRIPTIONS/channel/1 } or { url_dir x } or { query -m sub z }",
        "!{ hdr(x,-1) c } or { req.fhdr(x) -m end c }",
        "{ hdr_cnt(x) gt 5 } or { hdr_val(n) 4:6 } or { hdr(n) -m int 7 }",
        "{ hdr_ip(x-forwarded-for,-1) 10.0.0.0/8 }",
        "{ cook(b) 3 } or { urlp(q) 3 } or { path_len 3 }",
        "METH_POST or { method -i propfind } or HTTP_1.0 or { src_port 1 } or { ssl_fc }",
      })
  void allocatesNothing(String text) {
    Condition condition = new AclSet().compile(text);
    RequestHead request =
        TestRequest.get(
            "/subscriptions/channel/1?q=1&p=2",
            "X: a, b,c",
            "N: 5",
            "X-Forwarded-For: 1.2.3.4, 10.0.0.1",
            "Cookie: a=1; b=2");
    evaluate(condition, request);
    long before = threads.getCurrentThreadAllocatedBytes();
    evaluate(condition, request);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes < EVALUATIONS, bytes + " bytes in " + EVALUATIONS + " evaluations");
  }

  private static void evaluate(Condition condition, RequestHead request) {
    for (int i = 0; i < EVALUATIONS; i++) {
      condition.test(request);
    }
  }
}
