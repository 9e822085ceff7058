package org.requestrouter.matrix;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.requestrouter.protocol.Field;
import org.requestrouter.protocol.Head;

/**
 * One end of an exchange, the client's or the server's, whatever the protocol. It reads one message
 * and writes the other. What comes at all comes within a step, or fails the test.
 */
interface End extends AutoCloseable {
  /** For content whose length is not declared. */
  long UNKNOWN = -1;

  /** The header that has come from the other end. */
  Head head() throws IOException;

  /** Sends the header of a response. */
  void respond(int status, long length, String... fieldLines) throws IOException;

  /** Agrees to a WebSocket that is asked for: from now on all is content, without an end. */
  void acceptWebSocket() throws IOException;

  /** Expects the server to have agreed to a WebSocket: from now on all is content. */
  void expectWebSocket() throws IOException;

  /** Sends content, at once. */
  void write(String content) throws IOException;

  /** Ends the message that is written here, with trailers where there are any. */
  void finish(Field... trailers) throws IOException;

  /** Reads exactly that content, and no further. */
  void expect(String content) throws IOException;

  /** Expects the message to end here, cleanly, and returns its trailers. */
  List<Field> expectFinish() throws IOException;

  /** Expects the message to break off before its end, so that nobody takes it for whole. */
  void expectBreak() throws IOException;

  /** Expects the other end to have given up the exchange within that time, whatever it has sent. */
  void expectGone(Duration limit) throws IOException;

  /** Expects that nothing comes for that time. */
  void expectSilence(Duration time) throws IOException;

  /** Breaks the exchange off. */
  void leave() throws IOException;

  /** Gives the connection back if the exchange has come to its end, or breaks it off. */
  @Override
  void close() throws IOException;
}
