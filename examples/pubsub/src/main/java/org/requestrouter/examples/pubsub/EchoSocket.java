package org.requestrouter.examples.pubsub;

import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** One WebSocket: each text is published to the channel, and sent back. */
public final class EchoSocket extends Session.Listener.AbstractAutoDemanding {
  private final Channels channels;
  private final String name;

  EchoSocket(Channels channels, String name) {
    this.channels = channels;
    this.name = name;
  }

  @Override
  public void onWebSocketText(String text) {
    channels.publish(name, text);
    getSession().sendText(text, Callback.NOOP);
  }
}
