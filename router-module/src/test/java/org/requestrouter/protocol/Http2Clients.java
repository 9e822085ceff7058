package org.requestrouter.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** Clients that speak HTTP/2, each on a connection of its own. */
final class Http2Clients implements AutoCloseable {
  private final HTTP2Client client = new HTTP2Client();
  private final int port;

  Http2Clients(int port) throws Exception {
    this.port = port;
    client.setIdleTimeout(0);
    client.setStreamIdleTimeout(0);
    client.start();
  }

  /** What a client hears: the status, each piece of content, a reset. */
  static final class Heard implements Stream.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final boolean reads;

    private Heard(boolean reads) {
      this.reads = reads;
    }

    String next() throws InterruptedException, TimeoutException {
      String next = heard.poll(Wire.STEP.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) throw new TimeoutException("nothing came within " + Wire.STEP);
      return next;
    }

    @Override
    public void onHeaders(Stream stream, HeadersFrame frame) {
      if (frame.getMetaData() instanceof MetaData.Response response)
        heard.add(Integer.toString(response.getStatus()));
      if (reads && !frame.isEndStream()) stream.demand();
    }

    @Override
    public void onDataAvailable(Stream stream) {
      Stream.Data data = stream.readData();
      if (data == null) {
        stream.demand();
        return;
      }
      String text = StandardCharsets.UTF_8.decode(data.frame().getByteBuffer()).toString();
      if (!text.isEmpty()) heard.add(text);
      boolean end = data.frame().isEndStream();
      data.release();
      if (!end) stream.demand();
    }

    @Override
    public void onReset(Stream stream, ResetFrame frame, Callback callback) {
      heard.add("reset");
      callback.succeeded();
    }
  }

  /** Sends a whole request. */
  Heard get(String target) throws Exception {
    return request("GET", target, true, true);
  }

  /** Sends the header of a request whose content never comes. */
  Heard postWithoutContent(String target) throws Exception {
    return request("POST", target, false, true);
  }

  /** Sends a request and never reads the content of the response. */
  Heard getUnread(String target) throws Exception {
    return request("GET", target, true, false);
  }

  private Heard request(String method, String target, boolean last, boolean reads)
      throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Session session =
        client
            .connect(address, new Session.Listener() {})
            .get(Wire.STEP.toMillis(), TimeUnit.MILLISECONDS);
    HttpURI uri = HttpURI.from("http://127.0.0.1:" + port + target);
    MetaData.Request request =
        new MetaData.Request(method, uri, HttpVersion.HTTP_2, HttpFields.EMPTY);
    Heard heard = new Heard(reads);
    session
        .newStream(new HeadersFrame(request, null, last), heard)
        .get(Wire.STEP.toMillis(), TimeUnit.MILLISECONDS);
    return heard;
  }

  @Override
  public void close() {
    LifeCycle.stop(client);
  }
}
