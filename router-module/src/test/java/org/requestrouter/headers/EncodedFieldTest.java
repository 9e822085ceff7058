package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RuleConfig;

class EncodedFieldTest {

  @Test
  void usualFieldsAreEncodedOnce() {
    HttpField field = EncodedField.of(HttpHeader.CONTENT_TYPE, "content-type", "text/html");

    assertInstanceOf(PreEncodedHttpField.class, field);
    assertEquals("content-type: text/html", field.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\t\t\t\t\t\t\t\t\t\t\t\t\tb",
        "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{",
        "\\\\\\\\\\\\\\\\\\\\\\\\\\\\",
        "\u00e4"
      })
  void valuesWithLongCodesInHttp2AreLeftToBeEncodedLater(String value) {
    HttpField field = EncodedField.of(null, "X-A", value);

    assertEquals(value, field.getValue());
    assertEquals(field.getValue(), EncodedField.of(null, "X-" + "|".repeat(60), value).getValue());
  }

  @Test
  void aConstantOfARuleMayHaveThem() {
    RuleConfig rule = new RoutingConfig().useBackend("b");
    rule.setRequestHeader("X-A", "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{");
    rule.setResponseHeader("X-B", "\u00e4");

    assertEquals(1, FieldChange.of(rule.requestChanges()).size());
    assertEquals(1, FieldChange.of(rule.responseChanges()).size());
  }

  @Test
  void aLineThatComesAgainMayHaveThem() {
    byte[] line = ("X-A: a" + "\t".repeat(30) + "b").getBytes(StandardCharsets.US_ASCII);
    HeaderLines lines = new HeaderLines();
    for (int i = 0; i < 3; i++) {
      HttpFields.Mutable fields = HttpFields.build();
      lines.read(line, 0, line.length, 1).copyTo(fields);
      assertEquals("a" + "\t".repeat(30) + "b", fields.get("X-A"));
    }
  }
}
