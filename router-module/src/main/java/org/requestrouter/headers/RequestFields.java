package org.requestrouter.headers;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/**
 * What becomes of the header of a request on its way to a server: request line and end-to-end
 * fields as the client sent them, framing made anew, and the fields that tell the server who asked.
 * Those come last, after the client's Connection field has had its say, so that no client can
 * remove them; what a client claims in X-Forwarded-Proto and -Host is replaced.
 */
public final class RequestFields {
  private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
  private static final byte[] END = ascii("\r\n");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");

  private final boolean forwardedFor;
  private final boolean forwarded;
  private final String via;

  /**
   * Decides which fields are added.
   *
   * @param forwardedFor whether X-Forwarded-For, -Proto and -Host are
   * @param forwarded whether Forwarded (RFC 7239) is
   * @param via the pseudonym in Via (RFC 9110, 7.6.3), or an empty string for no Via
   */
  public RequestFields(boolean forwardedFor, boolean forwarded, String via) {
    this.forwardedFor = forwardedFor;
    this.forwarded = forwarded;
    this.via = via.isEmpty() ? null : " " + via;
  }

  /** Writes the header of the request into this thread's buffer. */
  public HeadBuffer write(Request request, boolean chunked) {
    HeadBuffer head = HeadBuffer.current();
    writeLine(head, request);
    forEach(request, head);
    if (chunked) {
      head.put(CHUNKED);
    }
    return head.put(END);
  }

  /** Hands over the fields that the server gets, in their order; framing is the carrier's. */
  public void forEach(Request request, FieldSink sink) {
    String clients = endToEnd(request, sink);
    String host = host(request);
    if (!request.getHeaders().contains(HttpHeader.HOST) && host != null) {
      sink.add(HttpHeader.HOST, host);
    }
    String asked = request instanceof RewrittenHost rewritten ? rewritten.clientHost() : host;
    added(request, clients, asked, sink);
  }

  private static void writeLine(HeadBuffer head, Request request) {
    HttpURI uri = request.getHttpURI();
    head.put(request.getMethod()).put(" ").put(uri.getPath());
    String query = uri.getQuery();
    if (query != null) {
      head.put("?").put(query);
    }
    head.put(VERSION);
  }

  /** Returns the value of X-Forwarded-For, which is held back to be appended to. */
  private String endToEnd(Request request, FieldSink sink) {
    List<String> named = HopByHop.named(request.getHeaders());
    String clients = null;
    for (HttpField field : request.getHeaders()) {
      HttpHeader header = field.getHeader();
      if ((header != null && HopByHop.contains(header)) || HopByHop.isNamed(field, named)) {
        continue;
      }
      if (forwardedFor && header == HttpHeader.X_FORWARDED_FOR) {
        clients = clients == null ? field.getValue() : clients + ", " + field.getValue();
      } else if (!isReplaced(header)) {
        sink.accept(field);
      }
    }
    return clients;
  }

  private boolean isReplaced(HttpHeader header) {
    return forwardedFor
        && (header == HttpHeader.X_FORWARDED_PROTO || header == HttpHeader.X_FORWARDED_HOST);
  }

  private void added(Request request, String clients, String host, FieldSink sink) {
    SocketAddress client = request.getConnectionMetaData().getRemoteSocketAddress();
    String scheme = request.isSecure() ? "https" : "http";
    if (forwardedFor) {
      sink.addAddress(HttpHeader.X_FORWARDED_FOR, clients, client);
      sink.add(HttpHeader.X_FORWARDED_PROTO, scheme);
      if (host != null) {
        sink.add(HttpHeader.X_FORWARDED_HOST, host);
      }
    }
    if (forwarded) {
      sink.add(HttpHeader.FORWARDED, forwarded(ClientAddress.text(client), scheme, host));
    }
    if (via != null) {
      sink.add(HttpHeader.VIA, version(request) + via);
    }
  }

  private static String forwarded(String client, String scheme, String host) {
    String node = client.indexOf(':') < 0 ? client : "\"[" + client + "]\"";
    boolean quotable = host != null && host.indexOf('"') < 0 && host.indexOf('\\') < 0;
    return "for=" + node + ";proto=" + scheme + (quotable ? ";host=\"" + host + "\"" : "");
  }

  private static String version(Request request) {
    String protocol = request.getConnectionMetaData().getHttpVersion().asString();
    return protocol.substring(protocol.indexOf('/') + 1);
  }

  /** The host that the client names, byte for byte, or null. */
  public String host(Request request) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    return host != null ? host : request.getHttpURI().getAuthority();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
