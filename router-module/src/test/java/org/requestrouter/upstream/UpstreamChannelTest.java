package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.requestrouter.config.TcpKeepAlive;

/** The options of sockets to servers. */
class UpstreamChannelTest {
  private static final SocketAddress TCP = InetSocketAddress.createUnresolved("unused", 1);
  private static final TcpKeepAlive WANTED = TcpKeepAlive.parse("k", "60s 10s 3");

  private static void assertProbed(SocketChannel channel) throws Exception {
    assertTrue(channel.getOption(StandardSocketOptions.SO_KEEPALIVE));
    if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
      assertEquals(60, channel.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
      assertEquals(10, channel.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL));
      assertEquals(3, channel.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
    }
  }

  @Test
  void silentConnectionsAreProbedAsConfigured() throws Exception {
    try (SocketChannel channel = UpstreamChannel.open(TCP, WANTED)) {
      assertProbed(channel);
      assertTrue(channel.getOption(StandardSocketOptions.TCP_NODELAY));
      assertFalse(channel.isBlocking());
    }
    try (SocketChannel channel = UpstreamChannel.open(TCP, TcpKeepAlive.OFF)) {
      assertFalse(channel.getOption(StandardSocketOptions.SO_KEEPALIVE));
    }
  }

  @Test
  void theSystemsSettingsStayUnlessOthersAreGiven() throws Exception {
    try (SocketChannel fresh = SocketChannel.open();
        SocketChannel channel = UpstreamChannel.open(TCP, TcpKeepAlive.parse("k", "system"))) {
      assertTrue(channel.getOption(StandardSocketOptions.SO_KEEPALIVE));
      if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
        assertEquals(
            fresh.getOption(ExtendedSocketOptions.TCP_KEEPIDLE),
            channel.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
      }
    }
  }

  @Test
  void connectionsOfJettysClientAreProbedToo() throws Exception {
    try (SocketChannel channel = SocketChannel.open()) {
      new JettyProxyConnector(WANTED).configure(channel);
      assertProbed(channel);
      assertTrue(channel.getOption(StandardSocketOptions.TCP_NODELAY));
    }
  }

  @Test
  void unixDomainSocketsHaveNoSuchOptions() throws Exception {
    SocketAddress unix = UnixDomainSocketAddress.of("/run/app.sock");
    try (SocketChannel channel = UpstreamChannel.open(unix, WANTED)) {
      assertFalse(channel.isBlocking());
    }
  }
}
