package org.requestrouter.connector;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.requestrouter.config.TcpKeepAlive;

/** Has the system probe silent connections. */
public final class KeepAliveOptions {

  private KeepAliveOptions() {}

  /**
   * Sets the options of a channel; those that it does not know, since it is no TCP channel or the
   * system does not, are left out.
   */
  public static void set(NetworkChannel channel, TcpKeepAlive wanted) throws IOException {
    if (!wanted.enabled()) {
      return;
    }
    set(channel, StandardSocketOptions.SO_KEEPALIVE, true);
    set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, seconds(wanted.idle()));
    set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds(wanted.interval()));
    Integer count = wanted.count() == 0 ? null : Integer.valueOf(wanted.count());
    set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, count);
  }

  private static Integer seconds(Duration duration) {
    return duration == null ? null : Integer.valueOf((int) duration.toSeconds());
  }

  private static <T> void set(NetworkChannel channel, SocketOption<T> option, T value)
      throws IOException {
    if (value != null && channel.supportedOptions().contains(option)) {
      channel.setOption(option, value);
    }
  }
}
