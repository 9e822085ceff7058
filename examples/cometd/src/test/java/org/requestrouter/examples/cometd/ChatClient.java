package org.requestrouter.examples.cometd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cometd.bayeux.Channel;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.client.ClientSessionChannel;
import org.cometd.client.BayeuxClient;
import org.cometd.client.transport.ClientTransport;

/**
 * A client of the real CometD, by long polls or a WebSocket. It joins the room after each
 * handshake.
 */
final class ChatClient implements AutoCloseable {
  private static final String ROOM = "/room";

  private final String name;
  private final BayeuxClient client;
  private final List<String> received = new ArrayList<>();
  private String server;
  private int handshakes;

  ChatClient(String name, String url, ClientTransport transport) {
    this.name = name;
    Map<String, Object> options = Map.of(BayeuxClient.BACKOFF_INCREMENT_OPTION, 100L);
    this.client = new BayeuxClient(url, transport);
    options.forEach(client::setOption);
    client
        .getChannel(Channel.META_HANDSHAKE)
        .addListener((ClientSessionChannel.MessageListener) (channel, reply) -> shaken(reply));
  }

  private void shaken(Message reply) {
    if (reply.isSuccessful()) {
      // Before the server is known: who sees its name finds the client in the room.
      client
          .getChannel(ROOM)
          .subscribe((channel, message) -> receive(message), joined -> joined(reply));
    }
  }

  private synchronized void joined(Message reply) {
    server = (String) reply.getExt().get("server");
    handshakes++;
  }

  private synchronized void receive(Message message) {
    received.add((String) message.getDataAsMap().get("text"));
  }

  void handshake() {
    client.handshake();
  }

  void publish(String text) {
    client.getChannel(ROOM).publish(Map.of("text", text));
  }

  String name() {
    return name;
  }

  /** The server that it has last joined the room of, or null. */
  synchronized String server() {
    return server;
  }

  /** How often it has joined a room. */
  synchronized int handshakes() {
    return handshakes;
  }

  /** All texts so far, in order of arrival. */
  synchronized List<String> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    client.disconnect(2_000);
  }
}
