package org.requestrouter.alias;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Answers requests for one form of the script. */
final class ScriptHandler implements Request.Handler {
  private static final HttpField NO_SNIFFING =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField ALLOWED = new PreEncodedHttpField(HttpHeader.ALLOW, "GET, HEAD");

  private final ByteBuffer content;
  private final HttpField type;
  private final HttpField tag;
  private final HttpField caching;

  /**
   * Creates the handler of a text.
   *
   * @param type the media type
   * @param maxAge for how many seconds a cache need not ask again
   */
  ScriptHandler(String text, String type, long maxAge) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    this.content = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    this.type = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, type);
    this.tag = new PreEncodedHttpField(HttpHeader.ETAG, '"' + hash(bytes) + '"');
    this.caching = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "max-age=" + maxAge);
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException x) {
      throw new IllegalStateException(x);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    HttpFields.Mutable fields = response.getHeaders();
    if (!head && !HttpMethod.GET.is(request.getMethod())) {
      fields.put(ALLOWED);
      return end(HttpStatus.METHOD_NOT_ALLOWED_405, response, callback);
    }
    fields.put(tag).put(caching).put(NO_SNIFFING);
    if (isKnown(request.getHeaders())) {
      response.setStatus(HttpStatus.NOT_MODIFIED_304);
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);
      return true;
    }
    fields.put(type).put(HttpHeader.CONTENT_LENGTH, content.remaining());
    response.setStatus(HttpStatus.OK_200);
    response.write(true, head ? BufferUtil.EMPTY_BUFFER : content.slice(), callback);
    return true;
  }

  private static boolean end(int status, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
    response.setStatus(status);
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    return true;
  }

  /**
   * Whether the client has it already (RFC 9110, 13.1.2): one of its tags is ours, weak or not. The
   * quotes that the tag begins and ends with are in no other.
   */
  private boolean isKnown(HttpFields fields) {
    List<String> known = fields.getValuesList(HttpHeader.IF_NONE_MATCH);
    return known.stream().anyMatch(k -> k.strip().equals("*") || k.contains(tag.getValue()));
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
