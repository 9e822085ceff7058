package org.requestrouter.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.requestrouter.fuzz.StrictResponse;
import org.requestrouter.rule.FuzzRequests;

/**
 * Fuzzes the reading of responses. An input is what a server sends, after one letter that says how:
 * an upper-case one in answer to HEAD, and its place in the alphabet into how many pieces it comes
 * apart.
 *
 * <p>The quick reader reads as Jetty's parser does, pieces read as the whole does, what a strict
 * reader accepts is read as that reads it, and nothing follows the end.
 */
public final class ResponseFuzzer {
  private static final String FOLLOWING = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfollowing";

  private ResponseFuzzer() {}

  /** Runs one input; Jazzer knows the name. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    boolean head = input[0] >= 'A' && input[0] <= 'Z';
    int pieces = input[0] & 0x1F;
    String sent = new String(input, 1, input.length - 1, ISO_8859_1);
    Outcome whole = Outcome.of(sent, 1, head, false);
    String shown = "\n" + sent;
    same(whole, Outcome.of(sent, 1, head, true), "quickly" + shown);
    same(whole, Outcome.of(sent, pieces, head, false), "in pieces" + shown);
    same(whole, Outcome.of(sent, pieces, head, true), "quickly in pieces" + shown);
    if (whole.complete && !whole.byEnd) {
      Outcome followed = Outcome.of(sent.substring(0, whole.read) + FOLLOWING, pieces, head, true);
      same(whole, followed, "with another response behind it" + shown);
      check(followed.read == whole.read, "what follows is read, too" + shown);
    }
    StrictResponse strict = StrictResponse.read(sent, head);
    if (strict != null && whole.failure == null) {
      check(whole.complete, "incomplete" + shown);
      check(whole.status == strict.status(), "another status" + shown);
      check(whole.content.toString().equals(strict.content()), "another content" + shown);
      check(whole.read == strict.length(), "another end: " + whole.read + shown);
    }
  }

  private static void same(Outcome expected, Outcome outcome, String how) {
    check(expected.isLike(outcome), expected + "\n" + outcome + "\n" + how);
  }

  private static void check(boolean good, String what) {
    if (!good) {
      throw new AssertionError(what);
    }
  }

  /** What has become of a response, read as {@link ResponseReceiver} does, without a connection. */
  private static final class Outcome {
    private final StringBuilder interims = new StringBuilder();
    private final StringBuilder content = new StringBuilder();
    private final boolean head;
    private final boolean quick;
    private ResponseReader reader;
    private int status;
    private String fields = "";
    private boolean complete;
    private boolean byEnd;
    private Object failure;
    private int read;

    private Outcome(boolean head, boolean quick) {
      this.head = head;
      this.quick = quick;
    }

    static Outcome of(String sent, int pieces, boolean head, boolean quick) {
      Outcome outcome = new Outcome(head, quick);
      byte[] bytes = sent.getBytes(ISO_8859_1);
      int size = pieces <= 1 ? bytes.length : Math.max(1, bytes.length / pieces);
      ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
      // As in a connection's buffer, what a reader leaves comes before what is received next.
      for (int at = 0; at < bytes.length && outcome.goesOn(); at += size) {
        buffer.clear();
        buffer.put(bytes, at, Math.min(size, bytes.length - at)).flip();
        outcome.receive(buffer);
        check(!buffer.hasRemaining() || !outcome.goesOn(), "bytes are left unread");
        outcome.read += buffer.position();
      }
      outcome.end();
      return outcome;
    }

    private boolean goesOn() {
      return !complete && failure == null;
    }

    private void receive(ByteBuffer bytes) {
      if (reader == null) {
        PlainResponse plain = quick && !head ? PlainHead.read(bytes) : null;
        reader = plain != null ? plain : ResponseParser.acquire(head);
      }
      do {
        int before = bytes.remaining();
        reader.parse(bytes);
        take();
        check(
            bytes.remaining() < before || reader.content() != null || !goesOn() || before == 0,
            "nothing is read");
        // The parser finds the end of the content only after that.
      } while (goesOn() && (bytes.hasRemaining() || reader.content() != null));
    }

    private void take() {
      if (reader.failure() != null) {
        failure = reader.failure();
        return;
      }
      if (reader.content() != null) {
        check(reader.isHeaderComplete(), "content before the end of the header");
        content.append(ISO_8859_1.decode(reader.content()));
      }
      if (reader.isHeaderComplete()) {
        status = reader.status();
        fields = fields(reader);
      }
      if (reader.isMessageComplete()) {
        messageComplete();
      }
    }

    private void messageComplete() {
      if (!HttpStatus.isInformational(reader.status())) {
        complete = true;
        fields += reader.trailers() == null ? "" : "trailers\n" + lines(reader.trailers());
      } else if (reader.status() == HttpStatus.SWITCHING_PROTOCOLS_101) {
        failure = "101";
      } else {
        check(content.isEmpty(), "an interim response with content");
        interims.append(reader.status()).append('\n').append(fields(reader));
        reader.next();
        status = 0;
        fields = "";
      }
    }

    private static String fields(ResponseReader reader) {
      HttpFields.Mutable copied = HttpFields.build();
      reader.copyFields(copied);
      return "persistent " + reader.isPersistent() + "\n" + lines(copied);
    }

    private static String lines(HttpFields fields) {
      StringBuilder lines = new StringBuilder();
      for (HttpField field : fields) {
        // Jetty's generator writes no value as an empty one.
        String value = field.getValue() == null ? "" : field.getValue();
        FuzzRequests.checkField(field.getName(), value);
        check(!field.getName().isEmpty(), "a field without a name");
        lines.append(field.getLowerCaseName()).append(": ").append(value).append('\n');
      }
      return lines.toString();
    }

    private void end() {
      if (reader == null) {
        return;
      }
      if (goesOn()) {
        reader.end();
        boolean interim = HttpStatus.isInformational(reader.status());
        byEnd = reader.isMessageComplete() && !interim && !reader.isChunked();
        complete = byEnd;
        failure = byEnd ? null : "early end";
        check(reader.content() == null, "content that has come with the end");
      }
      reader.release();
    }

    /** Whether it is the same to the client; of a failure it sees as much as came before that. */
    boolean isLike(Outcome other) {
      if (failure == null || other.failure == null) {
        return toString().equals(other.toString());
      }
      return interims.toString().contentEquals(other.interims)
          && (status == 0
              || other.status == 0
              || (status + fields).equals(other.status + other.fields))
          && (content.indexOf(other.content.toString()) == 0
              || other.content.indexOf(content.toString()) == 0);
    }

    @Override
    public String toString() {
      return interims + "\n" + status + "\n" + fields + content + "\n" + complete + byEnd + failure;
    }
  }
}
