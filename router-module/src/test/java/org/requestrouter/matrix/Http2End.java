package org.requestrouter.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.protocol.Field;
import org.requestrouter.protocol.Head;
import org.requestrouter.protocol.Wire;

/** An end on a stream of HTTP/2. Data is taken off the stream only when a test wants it. */
final class Http2End implements End, Stream.Listener {
  /** Any content ends with it. */
  private static final int END = -1;

  private final ErrorCode leaving;
  private final CompletableFuture<Head> head = new CompletableFuture<>();
  private final CompletableFuture<Integer> reset = new CompletableFuture<>();
  private final Semaphore news = new Semaphore(0);
  private volatile List<Field> trailers = List.of();
  private volatile Stream stream;
  private ByteBuffer data = ByteBuffer.allocate(0);
  private boolean last;
  private boolean finished;
  private boolean tunnel;

  /** An end at the client, whose request is sent by whoever creates its stream. */
  Http2End() {
    leaving = ErrorCode.CANCEL_STREAM_ERROR;
  }

  /** An end at the server, which has got the header of a request. */
  Http2End(Stream stream, HeadersFrame request) {
    this.stream = stream;
    leaving = ErrorCode.INTERNAL_ERROR;
    head.complete(Http2Heads.of((MetaData.Request) request.getMetaData()));
  }

  Http2End on(Stream created) {
    stream = created;
    return this;
  }

  @Override
  public void onHeaders(Stream on, HeadersFrame frame) {
    if (frame.getMetaData() instanceof MetaData.Response response) {
      if (response.getStatus() >= 200) {
        head.complete(Http2Heads.of(response));
      }
    } else {
      trailers = Http2Heads.fields(frame.getMetaData().getHttpFields());
    }
  }

  @Override
  public void onDataAvailable(Stream on) {
    news.release();
  }

  @Override
  public void onReset(Stream on, ResetFrame frame, Callback callback) {
    broken(frame.getError());
    callback.succeeded();
  }

  @Override
  public void onFailure(Stream on, int error, String reason, Throwable cause, Callback callback) {
    broken(error);
    callback.succeeded();
  }

  private void broken(int error) {
    reset.complete(error);
    head.completeExceptionally(new EOFException("reset with " + error));
    news.release();
  }

  /** The error of the RST_STREAM that has come, or comes within a step. */
  int resetCode() throws IOException {
    return within(reset, Wire.STEP);
  }

  @Override
  public Head head() throws IOException {
    return within(head, Wire.STEP);
  }

  static <T> T within(CompletableFuture<T> future, Duration limit) throws IOException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException x) {
      throw new IOException(x.getCause());
    } catch (TimeoutException x) {
      throw new AssertionError("nothing came within " + limit, x);
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
      throw new IOException(x);
    }
  }

  @Override
  public void respond(int status, long length, String... fieldLines) throws IOException {
    HttpFields.Mutable fields = HttpFields.build();
    for (String line : fieldLines) {
      Field field = Field.parse(line);
      fields.add(field.name(), field.value());
    }
    if (length != UNKNOWN) {
      fields.put("Content-Length", Long.toString(length));
    }
    headers(new MetaData.Response(status, null, HttpVersion.HTTP_2, fields), false);
  }

  private void headers(MetaData metaData, boolean end) throws IOException {
    within(stream.headers(new HeadersFrame(stream.getId(), metaData, null, end)), Wire.STEP);
  }

  @Override
  public void acceptWebSocket() throws IOException {
    assertEquals("CONNECT", head().method());
    tunnel = true;
    headers(new MetaData.Response(200, null, HttpVersion.HTTP_2, HttpFields.EMPTY), false);
  }

  @Override
  public void expectWebSocket() throws IOException {
    assertEquals(200, head().status());
    tunnel = true;
  }

  @Override
  public void write(String content) throws IOException {
    data(content, false);
  }

  /** Sends content as there is room in the windows for it. */
  CompletableFuture<Void> begin(String content) {
    ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.ISO_8859_1));
    return stream.data(new DataFrame(stream.getId(), bytes, false)).thenRun(() -> {});
  }

  /** Whether a window keeps this end from sending. */
  boolean isStalled() {
    return ((HTTP2Stream) stream).updateSendWindow(0) <= 0
        || ((HTTP2Session) stream.getSession()).updateSendWindow(0) <= 0;
  }

  private void data(String content, boolean end) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.ISO_8859_1));
    within(stream.data(new DataFrame(stream.getId(), bytes, end)), Wire.STEP);
  }

  @Override
  public void finish(Field... trailing) throws IOException {
    finished = true;
    if (trailing.length == 0) {
      data("", true);
    } else {
      HttpFields.Mutable fields = HttpFields.build();
      for (Field field : trailing) {
        fields.add(field.name(), field.value());
      }
      headers(new MetaData(HttpVersion.HTTP_2, fields), true);
    }
  }

  /** The next byte of content, or {@link #END}. */
  private int next() throws IOException {
    while (!data.hasRemaining()) {
      if (last) {
        return END;
      }
      Stream.Data read = stream.readData();
      if (read == null) {
        stream.demand();
        await();
      } else {
        take(read);
      }
    }
    return data.get() & 0xff;
  }

  private void take(Stream.Data read) {
    ByteBuffer bytes = read.frame().getByteBuffer();
    data = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    last = read.frame().isEndStream();
    read.release();
  }

  private void await() throws IOException {
    try {
      if (!news.tryAcquire(Wire.STEP.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nothing came within " + Wire.STEP);
      }
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
      throw new IOException(x);
    }
    if (reset.isDone()) {
      throw new EOFException("reset with " + reset.join());
    }
  }

  @Override
  public void expect(String content) throws IOException {
    head();
    for (int i = 0; i < content.length(); i++) {
      if (next() != content.charAt(i)) {
        throw new AssertionError("other content at " + i);
      }
    }
  }

  @Override
  public List<Field> expectFinish() throws IOException {
    head();
    assertEquals(END, next());
    return trailers;
  }

  @Override
  public void expectBreak() throws IOException {
    int code = resetCode();
    assertFalse(last, "ended before it was reset with " + code);
  }

  @Override
  public void expectGone(Duration limit) throws IOException {
    if (!tunnel) {
      within(reset, limit);
      return;
    }
    // The end of a connection there is the end of the stream here (RFC 8441, 5), or a reset.
    try {
      assertEquals(END, next());
    } catch (EOFException ended) {
      // A reset is as good.
    }
  }

  @Override
  public void expectSilence(Duration time) {
    try {
      within(head, time);
    } catch (IOException | AssertionError silence) {
      assertFalse(head.isDone());
      return;
    }
    throw new AssertionError("a header has come");
  }

  @Override
  public void leave() throws IOException {
    reset(leaving);
  }

  void reset(ErrorCode error) throws IOException {
    within(stream.reset(new ResetFrame(stream.getId(), error.code)), Wire.STEP);
  }

  /** Says that the connection takes no further streams. */
  void goAway() throws IOException {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    ((HTTP2Session) stream.getSession())
        .goAway(
            new GoAwayFrame(stream.getId(), ErrorCode.NO_ERROR.code, null),
            Callback.from(() -> sent.complete(null), sent::completeExceptionally));
    within(sent, Wire.STEP);
  }

  @Override
  public void close() throws IOException {
    if (!finished && !reset.isDone() && stream != null && !stream.isClosed()) {
      leave();
    }
  }
}
