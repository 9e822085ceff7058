package org.requestrouter.headers;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.requestrouter.rule.AddressText;
import org.requestrouter.rule.Networks;

/**
 * The fields that tell a server who asked. What a client itself says there is a claim, which only a
 * trusted proxy's is not: other clients' are dropped, whether there are fields of ours or not.
 */
final class ForwardedFields {
  private static final String FAMILY = "x-forwarded-";

  private final boolean forwardedFor;
  private final boolean forwarded;
  private final String via;
  private final Networks trusted;

  ForwardedFields(boolean forwardedFor, boolean forwarded, String via, Networks trusted) {
    this.forwardedFor = forwardedFor;
    this.forwarded = forwarded;
    this.via = via.isEmpty() ? null : " " + via;
    this.trusted = trusted;
  }

  /** Whether the client is a proxy whose claims are believed. */
  boolean trusts(Request request) {
    return trusted.contain(request.getConnectionMetaData().getRemoteSocketAddress());
  }

  /**
   * The address of the client, as far as it can be believed: that of the connection, or, if a
   * trusted proxy made it, what that has been told in turn. Null if there is none.
   */
  InetAddress client(Request request) {
    InetAddress client = ClientAddress.of(request.getConnectionMetaData().getRemoteSocketAddress());
    if (client == null || !trusted.containAddress(client)) {
      return client;
    }
    List<String> told = request.getHeaders().getCSV(HttpHeader.X_FORWARDED_FOR, false);
    for (int i = told.size() - 1; i >= 0 && trusted.containAddress(client); i--) {
      InetAddress next = AddressText.parse(told.get(i));
      if (next == null) {
        return client;
      }
      client = next;
    }
    return client;
  }

  /** Whether the field claims something about who asked. */
  static boolean isClaim(HttpField field) {
    HttpHeader header = field.getHeader();
    if (header == null) {
      return field.getName().regionMatches(true, 0, FAMILY, 0, FAMILY.length());
    }
    return switch (header) {
      case FORWARDED,
          X_FORWARDED_FOR,
          X_FORWARDED_PROTO,
          X_FORWARDED_HOST,
          X_FORWARDED_PORT,
          X_FORWARDED_SERVER ->
          true;
      default -> false;
    };
  }

  /** Whether the field is held back, to be appended to. */
  boolean isAppendedTo(HttpField field) {
    return forwardedFor && field.getHeader() == HttpHeader.X_FORWARDED_FOR;
  }

  /** Whether the field stands for the one of ours, if it comes from a trusted proxy. */
  static boolean isKept(HttpField field) {
    HttpHeader header = field.getHeader();
    return header == HttpHeader.X_FORWARDED_PROTO || header == HttpHeader.X_FORWARDED_HOST;
  }

  /** The scheme of the URL that was asked for. */
  static String scheme(Request request, boolean trusted) {
    String claimed = trusted ? claimed(request, HttpHeader.X_FORWARDED_PROTO) : null;
    return "https".equals(claimed) || "http".equals(claimed) ? claimed : scheme(request);
  }

  /** The host of the URL that was asked for, or null. */
  static String host(Request request, boolean trusted, String host) {
    String claimed = trusted ? claimed(request, HttpHeader.X_FORWARDED_HOST) : null;
    return claimed == null || claimed.isEmpty() ? host : claimed;
  }

  /** The first of a list is what the proxy nearest to the client says. */
  private static String claimed(Request request, HttpHeader header) {
    String value = request.getHeaders().get(header);
    return value == null ? null : value.split(",", 2)[0].strip();
  }

  private static String scheme(Request request) {
    return request.isSecure() ? "https" : "http";
  }

  /**
   * Adds the fields.
   *
   * @param clients the addresses that X-Forwarded-For lists already, or null
   * @param host the host that the client asked for, or null
   */
  void add(Request request, String clients, String host, FieldSink sink) {
    SocketAddress client = request.getConnectionMetaData().getRemoteSocketAddress();
    if (forwardedFor) {
      boolean believed = trusts(request);
      sink.addAddress(HttpHeader.X_FORWARDED_FOR, clients, client);
      if (!believed || !request.getHeaders().contains(HttpHeader.X_FORWARDED_PROTO)) {
        sink.add(HttpHeader.X_FORWARDED_PROTO, scheme(request));
      }
      if (host != null
          && (!believed || !request.getHeaders().contains(HttpHeader.X_FORWARDED_HOST))) {
        sink.add(HttpHeader.X_FORWARDED_HOST, host);
      }
    }
    if (forwarded) {
      String text = forwarded(ClientAddress.text(client), scheme(request), host);
      sink.add(HttpHeader.FORWARDED, text);
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
}
