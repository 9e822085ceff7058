package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossOriginFieldsTest {
  private static HttpFields.Mutable allowed() {
    return HttpFields.build()
        .add("Vary", "Origin")
        .add("Access-Control-Allow-Origin", "https://a.test")
        .add("Timing-Allow-Origin", "https://a.test");
  }

  @Test
  void theServersGiveWay() {
    HttpFields.Mutable response = allowed();
    CrossOriginFields fields = CrossOriginFields.of(response);
    response
        .add("X-A", "b")
        .add("access-control-allow-origin", "*")
        .add("Access-Control-Allow-Credentials", "true")
        .add("Access-Control-Allow-Private-Network", "true")
        .add("Timing-Allow-Origin", "*");
    fields.restore(response);
    assertEquals(
        HttpFields.build()
            .add("Vary", "Origin")
            .add("X-A", "b")
            .add("Access-Control-Allow-Origin", "https://a.test")
            .add("Timing-Allow-Origin", "https://a.test"),
        response);
  }

  @Test
  void theServersGoAlsoWhereNothingIsAllowed() {
    HttpFields.Mutable response = HttpFields.build().add("Vary", "Origin");
    CrossOriginFields fields = CrossOriginFields.of(response);
    fields.restore(response.add("Access-Control-Allow-Origin", "https://evil.test"));
    assertEquals(HttpFields.build().add("Vary", "Origin"), response);
  }

  @Test
  void allAreThereAgainAfterAReset() {
    HttpFields.Mutable response = HttpFields.build();
    CrossOriginFields.of(allowed()).restore(response);
    assertEquals("https://a.test", response.get("Access-Control-Allow-Origin"));
    assertEquals("Origin", response.get("Vary"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, Origin",
        "Origin, Origin",
        "origin, Origin",
        "Accept-Encoding, 'Origin, Accept-Encoding'",
        "'Accept-Encoding, Origin', 'Origin, Accept-Encoding'",
        "'a , b,a,,\"c', 'Origin, a, b, \"c'",
        "*, *",
        "'Accept-Encoding, *', *",
        "'', Origin",
      })
  void varyNamesTheOriginOnce(String servers, String merged) {
    HttpFields.Mutable response = allowed();
    CrossOriginFields fields = CrossOriginFields.of(response);
    if (servers != null) {
      response.add("Vary", servers);
    }
    fields.restore(response);
    assertEquals(List.of(merged), response.getValuesList("Vary"));
  }
}
