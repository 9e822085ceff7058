package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.config.SendProxy;

class ProxyHeaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  private static InetSocketAddress at(String address, int port) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  private static String text(ProxyHeader header) {
    return StandardCharsets.US_ASCII.decode(header.buffer()).toString();
  }

  private static String hex(ProxyHeader header) {
    ByteBuffer buffer = header.buffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 192.168.0.9, TCP4 10.1.2.3 192.168.0.9",
    "2001:db8::1, ::1, TCP6 2001:db8:0:0:0:0:0:1 0:0:0:0:0:0:0:1",
    "10.1.2.3, ::1, TCP6 ::ffff:10.1.2.3 0:0:0:0:0:0:0:1",
    "2001:db8::1, 10.1.2.3, TCP6 2001:db8:0:0:0:0:0:1 ::ffff:10.1.2.3",
  })
  void versionOneIsALine(String from, String to, String expected) throws Exception {
    ProxyHeader header = ProxyHeader.of(SendProxy.V1, at(from, 51234), at(to, 443));
    assertEquals("PROXY " + expected + " 51234 443\r\n", text(header));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 192.168.0.9, 11000c0a010203c0a80009",
    "2001:db8::1, ::1, 21002420010db800000000000000000000000100000000000000000000000000000001",
    "10.1.2.3, ::1, 21002400000000000000000000ffff0a01020300000000000000000000000000000001",
  })
  void versionTwoIsBinary(String from, String to, String expected) throws Exception {
    ProxyHeader header = ProxyHeader.of(SendProxy.V2, at(from, 51234), at(to, 443));
    assertEquals(SIGNATURE + "21" + expected + "c82201bb", hex(header));
  }

  @Test
  void zoneOfAnAddressIsNotTold() throws Exception {
    byte[] local = InetAddress.getByName("fe80::1").getAddress();
    SocketAddress scoped = new InetSocketAddress(Inet6Address.getByAddress(null, local, 3), 1);
    assertEquals(
        "PROXY TCP6 fe80:0:0:0:0:0:0:1 0:0:0:0:0:0:0:1 1 2\r\n",
        text(ProxyHeader.of(SendProxy.V1, scoped, at("::1", 2))));
  }

  @Test
  void whatIsNoInternetAddressIsUnknown() throws Exception {
    SocketAddress known = at("127.0.0.1", 1);
    SocketAddress unix = UnixDomainSocketAddress.of("/run/x.sock");
    SocketAddress unresolved = InetSocketAddress.createUnresolved("client.example", 1);
    for (SocketAddress unknown : new SocketAddress[] {unix, unresolved, null}) {
      assertEquals("PROXY UNKNOWN\r\n", text(ProxyHeader.of(SendProxy.V1, unknown, known)));
      assertEquals("PROXY UNKNOWN\r\n", text(ProxyHeader.of(SendProxy.V1, known, unknown)));
      assertEquals(SIGNATURE + "21000000", hex(ProxyHeader.of(SendProxy.V2, unknown, known)));
    }
  }

  @Test
  void checksSpeakForNobody() {
    assertEquals("PROXY UNKNOWN\r\n", text(ProxyHeader.ofOwn(SendProxy.V1)));
    assertEquals(SIGNATURE + "20000000", hex(ProxyHeader.ofOwn(SendProxy.V2)));
  }

  @Test
  void headersThatTellTheSameAreEqual() throws Exception {
    ProxyHeader header = ProxyHeader.of(SendProxy.V1, at("10.0.0.1", 1), at("10.0.0.2", 80));
    ProxyHeader same = ProxyHeader.of(SendProxy.V1, at("10.0.0.1", 1), at("10.0.0.2", 80));
    header.buffer().get();
    assertEquals(header, same);
    assertEquals(header.hashCode(), same.hashCode());
    assertNotEquals(header, ProxyHeader.of(SendProxy.V1, at("10.0.0.1", 2), at("10.0.0.2", 80)));
  }
}
