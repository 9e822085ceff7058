package org.requestrouter.share;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.cache.NotModified;
import org.requestrouter.cache.SharedContent;
import org.requestrouter.cache.StoredResponse;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;

/**
 * The answer to one client from a response that others are given, too. All write the same bytes,
 * each at its own pace; header and content leave in one write.
 */
final class Delivery implements Callback {
  private final Exchange exchange;
  private final SharedContent content;

  private Delivery(Exchange exchange, SharedContent content) {
    this.exchange = exchange;
    this.content = content;
  }

  /**
   * Answers the client.
   *
   * @param fields what only this answer says
   * @return false if the content is gone, or the client has left
   */
  static boolean give(Exchange exchange, StoredResponse stored, Extra fields) {
    if (!stored.content().tryRetain()) {
      return false;
    }
    if (!exchange.answer(null)) {
      stored.content().release();
      return false;
    }
    Request request = exchange.downstream().request();
    Response response = exchange.downstream().response();
    boolean unmodified = NotModified.applies(request.getHeaders(), stored);
    HttpFields header = unmodified ? NotModified.fields(stored) : stored.fields();
    response.setStatus(unmodified ? HttpStatus.NOT_MODIFIED_304 : stored.status());
    exchange.settings().copyFields(header, request, response.getHeaders());
    fields.addTo(response.getHeaders());
    new Delivery(exchange, stored.content()).write(unmodified);
    return true;
  }

  private void write(boolean unmodified) {
    ByteBuffer bytes = unmodified ? BufferUtil.EMPTY_BUFFER : content.slice();
    exchange.record().metrics().bytesOut(bytes.remaining());
    exchange.downstream().openWriter();
    // The end of a 304 is left to the completion of the exchange: Jetty would declare a length of
    // zero with it.
    exchange.downstream().write(!unmodified, bytes, this);
  }

  @Override
  public void succeeded() {
    end();
    exchange.answered();
  }

  @Override
  public void failed(Throwable cause) {
    end();
    exchange.clientFailed(Failure.ofWriting(cause));
  }

  private void end() {
    content.release();
    exchange.downstream().closeWriter();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
