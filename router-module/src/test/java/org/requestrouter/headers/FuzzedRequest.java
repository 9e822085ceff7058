package org.requestrouter.headers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** A request as Jetty makes it from bytes, or not, but without a connection. */
final class FuzzedRequest implements HttpParser.RequestHandler {
  private static final HttpConfiguration CONFIGURATION = new HttpConfiguration();

  static final String CLIENT = "192.0.2.7";

  private final HttpFields.Mutable fields = HttpFields.build();
  private String method;
  private String target;
  private HttpVersion version;
  private boolean complete;
  private boolean bad;

  private FuzzedRequest() {}

  /** Returns the request, or null if Jetty refuses the bytes, or they are no whole header. */
  static FuzzedRequest parse(String head) {
    FuzzedRequest request = new FuzzedRequest();
    ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(ISO_8859_1));
    try {
      new HttpParser(request, 16 * 1024, HttpCompliance.RFC9110).parseNext(bytes);
    } catch (RuntimeException x) {
      return null;
    }
    return request.complete && !request.bad ? request : null;
  }

  HttpFields fields() {
    return fields;
  }

  String method() {
    return method;
  }

  /** Returns what the doors get, or null if it does not come as far. */
  Request toRequest() {
    try {
      HttpURI uri = uri();
      boolean allowed =
          uri.getViolations().stream()
              .allMatch(violation -> UriCompliance.DEFAULT.allows(violation));
      // What is written like this is of HTTP/1; Jetty takes no other version there.
      boolean http1 = version.getVersion() <= HttpVersion.HTTP_1_1.getVersion();
      return allowed && http1 ? request(uri) : null;
    } catch (RuntimeException x) {
      return null;
    }
  }

  private HttpURI uri() {
    HttpURI.Mutable uri = HttpURI.build(method, target);
    if (!uri.isAbsolute()) {
      uri.scheme("http");
    }
    if (uri.getAuthority() == null) {
      String host = fields.get(HttpHeader.HOST);
      uri.authority(host == null ? "127.0.0.1:8080" : host);
    }
    if (uri.getPath() == null || uri.getPath().isEmpty()) {
      uri.path("/");
    }
    return uri.asImmutable();
  }

  private Request request(HttpURI uri) {
    ConnectionMetaData connection =
        stub(
            ConnectionMetaData.class,
            Map.of(
                "getHttpVersion",
                version,
                "getRemoteSocketAddress",
                address(192, 0, 2, 7),
                "getLocalSocketAddress",
                address(127, 0, 0, 1),
                "getHttpConfiguration",
                CONFIGURATION,
                "isSecure",
                false));
    return stub(
        Request.class,
        Map.of(
            "getMethod", method,
            "getHttpURI", uri,
            "getHeaders", fields.asImmutable(),
            "isSecure", false,
            "getConnectionMetaData", connection));
  }

  private static InetSocketAddress address(int... bytes) {
    byte[] address = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      address[i] = (byte) bytes[i];
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), 80);
    } catch (UnknownHostException x) {
      throw new AssertionError(x);
    }
  }

  private static <T> T stub(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              Object answer = answers.get(called.getName());
              if (answer == null) {
                throw new AssertionError("not known: " + called);
              }
              return answer;
            }));
  }

  @Override
  public void startRequest(String method, String uri, HttpVersion version) {
    this.method = method;
    this.target = uri;
    this.version = version;
  }

  @Override
  public void parsedHeader(HttpField field) {
    fields.add(
        field.getHeader() == HttpHeader.HOST ? new HostPortHttpField(field.getValue()) : field);
  }

  @Override
  public boolean headerComplete() {
    complete = true;
    return true;
  }

  @Override
  public boolean content(ByteBuffer item) {
    return true;
  }

  @Override
  public boolean contentComplete() {
    return false;
  }

  @Override
  public boolean messageComplete() {
    return true;
  }

  @Override
  public void badMessage(HttpException failure) {
    bad = true;
  }

  @Override
  public void earlyEOF() {
    bad = true;
  }
}
