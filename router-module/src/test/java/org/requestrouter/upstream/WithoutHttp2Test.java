package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The module that brings HTTP/2 is optional: only h2c servers need it. */
@Timeout(60)
class WithoutHttp2Test {

  @Test
  void onlyServersThatSpeakItNeedHttp2() throws Exception {
    List<String> output =
        WithoutHttp2.run(
            StartWithoutHttp2.class,
            "http://localhost:1",
            "https://localhost:1",
            "h2c://localhost:1");

    assertEquals(
        List.of(
            "http://localhost:1: started",
            "https://localhost:1: started",
            "server 's' 'h2c://localhost:1': h2c needs Jetty's module http2-client-transport,"
                + " which is not enabled"),
        output);
  }
}
