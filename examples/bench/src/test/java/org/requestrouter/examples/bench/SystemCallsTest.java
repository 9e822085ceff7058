package org.requestrouter.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SystemCallsTest {
  private static final String TABLE =
      """
      % time     seconds  usecs/call     calls    errors syscall
      ------ ----------- ----------- --------- --------- ----------------
       61.10    0.140517           2     66820           write
       38.85    0.089341           1     66974        77 read
        0.05    0.000110           3        31           epoll_wait
      ------ ----------- ----------- --------- --------- ----------------
      100.00    0.229968           1    133825        77 total
      """;

  @Test
  void theCallsOfATableAreReadWithAndWithoutErrorsAndWithoutTheirTotal() {
    assertEquals(
        Map.of("write", 66820.0, "read", 66974.0, "epoll_wait", 31.0),
        SystemCalls.calls(TABLE.lines().toList()));
  }
}
