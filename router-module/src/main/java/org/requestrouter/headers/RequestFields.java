package org.requestrouter.headers;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.requestrouter.config.RewriteConfig;
import org.requestrouter.rule.Networks;

/**
 * What becomes of the header of a request on its way to a server: request line and end-to-end
 * fields as the client sent them, framing made anew, and the fields that tell the server who asked.
 * Those come last, after the client's Connection field has had its say, so that no client can
 * remove them; what a client claims there is dropped unless it is a trusted proxy. What a rule
 * changes in the header is changed after all that.
 */
public final class RequestFields {
  private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
  private static final byte[] END = ascii("\r\n");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");

  private final ForwardedFields forwarded;
  private final Rewriting rewriting;

  /** As the other, with no trusted proxies. */
  public RequestFields(boolean forwardedFor, boolean forwarded, String via) {
    this(forwardedFor, forwarded, via, Networks.NONE);
  }

  /**
   * Decides which fields are added.
   *
   * @param forwardedFor whether X-Forwarded-For, -Proto and -Host are
   * @param forwarded whether Forwarded (RFC 7239) is
   * @param via the pseudonym in Via (RFC 9110, 7.6.3), or an empty string for no Via
   * @param trusted the proxies whose own such fields go on to the server
   */
  public RequestFields(boolean forwardedFor, boolean forwarded, String via, Networks trusted) {
    this(new ForwardedFields(forwardedFor, forwarded, via, trusted), null);
  }

  private RequestFields(ForwardedFields forwarded, Rewriting rewriting) {
    this.forwarded = forwarded;
    this.rewriting = rewriting;
  }

  /** Returns what becomes of the requests of a rule: this object if the rule changes nothing. */
  public RequestFields with(RewriteConfig rule) {
    return rule.rewrites() ? new RequestFields(forwarded, Rewriting.of(rule)) : this;
  }

  /** Returns what becomes of the responses to these requests, or null if the rule changes none. */
  public ResponseRewriting responses() {
    return rewriting != null && rewriting.changesResponses()
        ? new ResponseRewriting(this, rewriting)
        : null;
  }

  /** Writes the header of the request for a server into this thread's buffer. */
  public HeadBuffer write(Request request, Site server, boolean chunked) {
    return write(request, server, chunked, null);
  }

  /**
   * Writes the header of the request for a server into this thread's buffer.
   *
   * @param upgrade what the connection is to be upgraded to, or null
   */
  public HeadBuffer write(Request request, Site server, boolean chunked, Upgrade upgrade) {
    HeadBuffer head = HeadBuffer.current();
    writeLine(head, request);
    forEach(request, server, head);
    if (upgrade != null) {
      upgrade.addFields(head);
    }
    if (chunked) {
      head.put(CHUNKED);
    }
    return head.put(END);
  }

  private void writeLine(HeadBuffer head, Request request) {
    head.put(request.getMethod()).put(" ").put(path(request));
    String query = request.getHttpURI().getQuery();
    if (query != null) {
      head.put("?").put(query);
    }
    head.put(VERSION);
  }

  /** The path for the server. */
  public String path(Request request) {
    String path = request.getHttpURI().getPath();
    return rewriting == null ? path : rewriting.path(path);
  }

  /** Hands over the fields that the server gets, in their order; framing is the carrier's. */
  public void forEach(Request request, Site server, FieldSink sink) {
    if (rewriting == null || rewriting.requestChanges().isEmpty()) {
      unchanged(request, server, sink);
      return;
    }
    HttpFields.Mutable fields = HttpFields.build();
    unchanged(request, server, fields::add);
    rewriting.change(rewriting.requestChanges(), fields, request);
    fields.forEach(sink);
  }

  private void unchanged(Request request, Site server, FieldSink sink) {
    boolean keepsHost =
        (rewriting == null || rewriting.host() == null)
            && request.getHeaders().contains(HttpHeader.HOST);
    String host = keepsHost ? null : host(request, server);
    if (host != null) {
      sink.add(HttpHeader.HOST, host);
    }
    String clients = endToEnd(request, forwarded.trusts(request), keepsHost, sink);
    forwarded.add(request, clients, asked(request), sink);
  }

  /** Returns the value of X-Forwarded-For, which is held back to be appended to. */
  private String endToEnd(Request request, boolean trusted, boolean keepsHost, FieldSink sink) {
    List<String> named = HopByHop.named(request.getHeaders());
    HttpField cookies = CookieCrumbs.joined(request);
    if (cookies != null) {
      sink.accept(cookies);
    }
    String clients = null;
    for (HttpField field : request.getHeaders()) {
      HttpHeader header = field.getHeader();
      if (cookies != null && header == HttpHeader.COOKIE) {
        continue;
      }
      if (header != null && (HopByHop.contains(header) || isReplaced(header, keepsHost))) {
        continue;
      }
      boolean claim = ForwardedFields.isClaim(field);
      boolean kept = claim && trusted && ForwardedFields.isKept(field);
      if (!kept && ((claim && !trusted) || HopByHop.isNamed(field, named))) {
        continue;
      }
      if (claim && forwarded.isAppendedTo(field)) {
        clients = clients == null ? field.getValue() : clients + ", " + field.getValue();
      } else {
        sink.accept(field);
      }
    }
    return clients;
  }

  private static boolean isReplaced(HttpHeader header, boolean keepsHost) {
    return header == HttpHeader.HOST && !keepsHost;
  }

  /** The host that the server is told, byte for byte, or null. */
  public String host(Request request, Site server) {
    String host = host(request);
    return rewriting == null ? host : rewriting.host(host, server);
  }

  /** The host that came with the request, byte for byte, or null. */
  private static String host(Request request) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    return host != null ? host : request.getHttpURI().getAuthority();
  }

  /** The host that the client asked for: a servlet may have replaced it. */
  private static String asked(Request request) {
    return request instanceof RewrittenHost rewritten ? rewritten.clientHost() : host(request);
  }

  /** The client's address, from a trusted proxy what it says of it; null if there is none. */
  public InetAddress client(Request request) {
    return forwarded.client(request);
  }

  /** Whether an Origin, as a browser writes it, is that of the site that is asked. */
  public boolean isSameOrigin(Request request, String origin) {
    return site(request).isOrigin(origin);
  }

  /** What the URLs begin with that the client asks for. */
  Site site(Request request) {
    boolean trusted = forwarded.trusts(request);
    return new Site(
        ForwardedFields.scheme(request, trusted),
        ForwardedFields.host(request, trusted, asked(request)));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
