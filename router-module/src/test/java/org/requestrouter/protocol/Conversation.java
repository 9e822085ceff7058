package org.requestrouter.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client has heard that said all that it has to say at once.
 *
 * @param statuses of the responses, in their order
 * @param ended whether the other side has ended the connection
 */
record Conversation(List<Integer> statuses, boolean ended) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})[ \r]");

  /** Listens until the end, or until nothing has come for a time. */
  static Conversation of(SocketChannel connection, String sent, Duration patience)
      throws IOException {
    StringBuilder heard = new StringBuilder();
    boolean ended = false;
    try (connection;
        Selector selector = Selector.open()) {
      connection.configureBlocking(false);
      ByteBuffer out = ByteBuffer.wrap(sent.getBytes(ISO_8859_1));
      SelectionKey key = connection.register(selector, SelectionKey.OP_WRITE);
      ByteBuffer in = ByteBuffer.allocate(16 * 1024);
      while (!ended && selector.select(patience.toMillis()) > 0) {
        selector.selectedKeys().clear();
        if (out.hasRemaining()) {
          connection.write(out);
        } else {
          ended = connection.read(in.clear()) < 0;
          heard.append(ISO_8859_1.decode(in.flip()));
        }
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
      }
    } catch (IOException reset) {
      ended = true;
    }
    return new Conversation(statuses(heard), ended);
  }

  /** No content of the responses looks like one. */
  private static List<Integer> statuses(CharSequence heard) {
    List<Integer> statuses = new ArrayList<>();
    for (Matcher status = STATUS.matcher(heard); status.find(); ) {
      statuses.add(Integer.valueOf(status.group(1)));
    }
    return statuses;
  }

  /** Whether a request could not be understood: a response says so, or only the end. */
  boolean hasRefusal() {
    return statuses.stream().anyMatch(status -> status >= 400) || (ended && statuses.isEmpty());
  }
}
