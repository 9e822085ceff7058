package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.requestrouter.rule.Conditions.assertHit;
import static org.requestrouter.rule.Conditions.assertMiss;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  private static RequestHead from(String source) {
    return TestRequest.get("/").between(TestRequest.ip(source, 1000), null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.0/8",
        "127.1",
        "127.0.1",
        "127.0.0.1/255.0.0.0",
        "127.9.9.9/8",
        "0.0.0.0/0",
        "::/0",
        "::ffff:127.0.0.1",
        "::ffff:127.0.0.0/104",
        "127.0.0.1/255.0.0.255",
        "2130706433"
      })
  void networksThatHoldAnIpv4Address(String network) {
    assertHit("{ src " + network + " }", from("127.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "::1", "127.0.0.2", "2002:7f00:1::/48", "127.0.0.0/32"})
  void networksThatDoNotHoldIt(String network) {
    assertMiss("{ src " + network + " }", from("127.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, 2001:db8::/32, true",
    "2001:db9::1, 2001:db8::/32, false",
    "2001:db8::1, 2001:db8::1, true",
    "2001:db8::1, ::/0, true",
    "2001:db8::1, ::/1, true",
    "8000::, ::/1, false",
    "2001:db8::1, 0.0.0.0/0, false",
    "2001:db8::1, 2001:db8::1/65, true",
    "2002:a00:1::, 10.0.0.0/8, true",
    "::1, 0.0.0.0/8, true",
    "::2, ::1/127, false",
  })
  void ipv6Networks(String source, String network, boolean verdict) {
    if (verdict) {
      assertHit("{ src " + network + " }", from(source));
    } else {
      assertMiss("{ src " + network + " }", from(source));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8:0:0:1::1, 2001:db8::1:0:0:1",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::ffff:10.0.0.1, ::ffff:10.0.0.1",
    "::1.2.3.4, ::1.2.3.4",
    "64:ff9b::1.2.3.4, 64:ff9b::102:304",
    "0:1::, 0:1::",
    "1.2.3.4, 1.2.3.4",
    "010.0.0.1, 10.0.0.1",
    "1.2.3.4:80, 1.2.3.4",
  })
  void addressesAreReadAndWritten(String text, String canonical) {
    assertEquals(canonical, format(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "1",
        ":1",
        "1:",
        "1::2::3",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "12345::",
        "g::",
        "1.2.3",
        "1.2.3.256",
        "1..2.3",
        "1.2.3.4.5",
        "::1.2.3",
        "::01.2.3.4",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "[::1]",
        "::1%eth0",
        "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"
      })
  void textThatIsNoAddress(String text) {
    assertEquals("none", format(text));
  }

  @Test
  void aPartOfATextIsReadInPlace() {
    StringBuilder seen = new StringBuilder();
    Addresses.parse("x1::2y", 1, 5, recorder(seen));
    assertEquals("1::2", seen.toString());
  }

  private static String format(String text) {
    StringBuilder seen = new StringBuilder();
    Verdict verdict = Addresses.parse(text, 0, text.length(), recorder(seen));
    return verdict == Verdict.HIT ? seen.toString() : "none";
  }

  private static SampleMatch recorder(StringBuilder seen) {
    return new AddressMatch() {
      @Override
      public Verdict address(long high, long low, boolean v4) {
        seen.append(Addresses.format(high, low, v4));
        return Verdict.HIT;
      }
    };
  }
}
