package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

  private static boolean contains(String networks, String address) {
    return Networks.parse(networks).contain(TestRequest.ip(address, 80));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1",
    "'192.0.2.1, 10.0.0.0/8', 192.0.2.1",
    "'192.0.2.1 10.0.0.0/8', 10.1.1.1",
    "192.168.0.0/255.255.0.0, 192.168.9.9",
    "::1, ::1",
    "2001:db8::/32, 2001:db8:ffff::9",
    "::ffff:10.0.0.0/104, 10.2.3.4",
    "0.0.0.0/0, 8.8.8.8",
    "::/0, 2001:db8::1",
  })
  void containAnAddress(String networks, String address) {
    assertTrue(contains(networks, address));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 11.0.0.1",
    "192.0.2.1, 192.0.2.2",
    "::1, 127.0.0.1",
    "::1, ::2",
    "10.0.0.0/8, 2002:a00:1::",
    "10.0.0.0/8, ::10.0.0.1",
    "::/0, 10.0.0.1",
    "0.0.0.0/0, 2001:db8::1",
    "::ffff:10.0.0.0/104, 11.2.3.4",
    "'', 127.0.0.1",
  })
  void doNotContainAnother(String networks, String address) {
    assertFalse(contains(networks, address));
  }

  @Test
  void doNotContainWhatIsNoAddressOfIp() {
    Networks all = Networks.parse("0.0.0.0/0, ::/0");
    assertFalse(all.contain(null));
    assertFalse(all.contain(UnixDomainSocketAddress.of("x")));
    assertFalse(all.contain(InetSocketAddress.createUnresolved("localhost", 80)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "10.0.0.0/33", "10/8", "127.1", "1.2.3.4.5", "10.0.0.256", "::1/129"})
  void refuseWhatIsNoNetwork(String text) {
    RuleSyntaxException refused =
        assertThrows(RuleSyntaxException.class, () -> Networks.parse("10.0.0.1, " + text));
    assertTrue(refused.getMessage().contains("'" + text + "'"), refused.getMessage());
  }
}
