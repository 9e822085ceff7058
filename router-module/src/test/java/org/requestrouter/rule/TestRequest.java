package org.requestrouter.rule;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.eclipse.jetty.http.HttpFields;

/** A request head made from the text that a client sends. */
record TestRequest(
    String method,
    String target,
    String version,
    HttpFields fields,
    SocketAddress remote,
    SocketAddress local,
    boolean secure)
    implements RequestHead {

  @Override
  public int connections() {
    return 1;
  }

  private static final SocketAddress REMOTE = ip("127.0.0.1", 40000);
  private static final SocketAddress LOCAL = ip("127.0.0.1", 18768);

  /** Reads a head as HAProxy does: folded lines are joined, equal Host fields become one. */
  static TestRequest parse(String text) {
    String[] lines = text.replaceAll("\r\n[ \t]+", " ").split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    HttpFields.Mutable fields = HttpFields.build();
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      String name = lines[i].substring(0, colon);
      String value = lines[i].substring(colon + 1).strip();
      if (!name.equalsIgnoreCase("host") || !fields.contains("host")) {
        fields.add(name, value);
      }
    }
    String version = words[2].substring(words[2].indexOf('/') + 1);
    return new TestRequest(words[0], words[1], version, fields.asImmutable(), REMOTE, LOCAL, false);
  }

  /** A GET of a target from the host {@code h}, with further header lines. */
  static TestRequest get(String target, String... lines) {
    return parse("GET " + target + " HTTP/1.1\r\nHost: h\r\n" + join(lines));
  }

  /** A GET of {@code /} from a host. */
  static TestRequest host(String host) {
    return parse("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  TestRequest between(SocketAddress client, SocketAddress server) {
    return new TestRequest(method, target, version, fields, client, server, secure);
  }

  TestRequest secured() {
    return new TestRequest(method, target, version, fields, remote, local, true);
  }

  /** The socket address of a literal, which is not looked up. */
  static InetSocketAddress ip(String literal, int port) {
    try {
      return new InetSocketAddress(InetAddress.getAllByName(literal)[0], port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }

  private static String join(String... lines) {
    return lines.length == 0 ? "\r\n" : String.join("\r\n", lines) + "\r\n\r\n";
  }
}
