package org.requestrouter.headers;

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
  private static final byte[] FORWARDED_FOR = ascii("X-Forwarded-For: ");
  private static final byte[] FORWARDED_PROTO = ascii("X-Forwarded-Proto: ");
  private static final byte[] FORWARDED_HOST = ascii("X-Forwarded-Host: ");
  private static final byte[] FORWARDED = ascii("Forwarded: for=");
  private static final byte[] HOST = ascii("Host: ");

  private final boolean forwardedFor;
  private final boolean forwarded;
  private final byte[] via;

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
    this.via = via.isEmpty() ? null : ascii(" " + via + "\r\n");
  }

  /** Writes the header of the request into this thread's buffer. */
  public HeadBuffer write(Request request, boolean chunked) {
    HeadBuffer head = HeadBuffer.current();
    writeLine(head, request);
    String clients = writeEndToEnd(head, request);
    if (chunked) {
      head.put(CHUNKED);
    }
    String host = host(request);
    if (!request.getHeaders().contains(HttpHeader.HOST) && host != null) {
      head.put(HOST).put(host).put(END);
    }
    writeForwarded(head, request, clients, host);
    return head.put(END);
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
  private String writeEndToEnd(HeadBuffer head, Request request) {
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
        putName(head, field, header).put(field.getValue()).put(END);
      }
    }
    return clients;
  }

  private boolean isReplaced(HttpHeader header) {
    return forwardedFor
        && (header == HttpHeader.X_FORWARDED_PROTO || header == HttpHeader.X_FORWARDED_HOST);
  }

  private static HeadBuffer putName(HeadBuffer head, HttpField field, HttpHeader header) {
    return header != null && header.asString().equals(field.getName())
        ? head.put(header.getBytesColonSpace())
        : head.put(field.getName()).put(": ");
  }

  private void writeForwarded(HeadBuffer head, Request request, String clients, String host) {
    String client = address(request);
    String scheme = request.isSecure() ? "https" : "http";
    if (forwardedFor) {
      head.put(FORWARDED_FOR);
      if (clients != null) {
        head.put(clients).put(", ");
      }
      head.put(client).put(END).put(FORWARDED_PROTO).put(scheme).put(END);
      if (host != null) {
        head.put(FORWARDED_HOST).put(host).put(END);
      }
    }
    if (forwarded) {
      head.put(FORWARDED).put(client.indexOf(':') < 0 ? client : "\"[" + client + "]\"");
      head.put(";proto=").put(scheme);
      if (host != null && host.indexOf('"') < 0 && host.indexOf('\\') < 0) {
        head.put(";host=\"").put(host).put("\"");
      }
      head.put(END);
    }
    if (via != null) {
      head.put("Via: ").put(version(request)).put(via);
    }
  }

  private static String address(Request request) {
    String address = Request.getRemoteAddr(request);
    return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
  }

  private static String version(Request request) {
    String protocol = request.getConnectionMetaData().getHttpVersion().asString();
    return protocol.substring(protocol.indexOf('/') + 1);
  }

  private static String host(Request request) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    return host != null ? host : request.getHttpURI().getAuthority();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
