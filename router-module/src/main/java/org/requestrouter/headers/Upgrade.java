package org.requestrouter.headers;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.StringUtil;

/**
 * The protocols that a client would change to (RFC 9110, 7.8), as far as its backend allows them.
 * The server that is asked takes one of them, or ignores them all.
 */
public final class Upgrade {

  /** The protocol of WebSockets (RFC 6455). */
  public static final String WEBSOCKET = "websocket";

  /** What an accepted key is made of (RFC 6455, 1.3). */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final List<String> protocols;
  private final String key;

  private Upgrade(List<String> protocols, String key) {
    this.protocols = protocols;
    this.key = key;
  }

  /**
   * Returns what a request asks for, or null if it asks for nothing that is allowed. Only requests
   * without content can be upgraded, and to a WebSocket only GET.
   *
   * @param allowed the names of protocols, in lower case
   */
  public static Upgrade of(Request request, Set<String> allowed) {
    HttpFields fields = request.getHeaders();
    if (!fields.contains(HttpHeader.UPGRADE) || allowed.isEmpty() || !mayUpgrade(request)) {
      return null;
    }
    boolean get = HttpMethod.GET.is(request.getMethod());
    List<String> asked =
        fields.getCSV(HttpHeader.UPGRADE, false).stream()
            .filter(protocol -> isAllowed(protocol, allowed))
            .filter(protocol -> get || !protocol.equalsIgnoreCase(WEBSOCKET))
            .toList();
    return asked.isEmpty() ? null : new Upgrade(asked, fields.get(HttpHeader.SEC_WEBSOCKET_KEY));
  }

  private static boolean mayUpgrade(Request request) {
    HttpFields fields = request.getHeaders();
    return request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_0
        && fields.contains(HttpHeader.CONNECTION, HttpHeaderValue.UPGRADE.asString())
        && !fields.contains(HttpHeader.TRANSFER_ENCODING)
        && request.getLength() <= 0;
  }

  private static boolean isAllowed(String protocol, Set<String> allowed) {
    return allowed.contains(StringUtil.asciiToLowerCase(protocol));
  }

  /** Adds the fields that ask a server of HTTP/1.1. */
  public void addFields(FieldSink sink) {
    sink.add(HttpHeader.CONNECTION, HttpHeaderValue.UPGRADE.asString());
    sink.add(HttpHeader.UPGRADE, String.join(", ", protocols));
  }

  /** Whether a WebSocket is among what is asked for. */
  public boolean asksForWebSocket() {
    return protocols.stream().anyMatch(WEBSOCKET::equalsIgnoreCase);
  }

  /**
   * Returns the protocol that the header of a response with status 101 changes to, or null if that
   * is none that was asked for, or not in the form that its specification wants.
   */
  public String accepted(HttpFields response) {
    HttpField upgrade = response.getField(HttpHeader.UPGRADE);
    if (upgrade == null
        || !response.contains(HttpHeader.CONNECTION, HttpHeaderValue.UPGRADE.asString())) {
      return null;
    }
    String protocol = upgrade.getValue();
    if (protocols.stream().noneMatch(protocol::equalsIgnoreCase)) {
      return null;
    }
    boolean webSocket = protocol.equalsIgnoreCase(WEBSOCKET);
    String answer = response.get(HttpHeader.SEC_WEBSOCKET_ACCEPT);
    return webSocket && (key == null || !acceptKey().equals(answer)) ? null : protocol;
  }

  /** What a server answers to the key of the client (RFC 6455, 4.2.2). */
  public String acceptKey() {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException x) {
      // Every Java platform has it.
      throw new IllegalStateException(x);
    }
  }
}
