package org.requestrouter.headers;

/** What makes a request mean one thing to the router and perhaps another to a server. */
public enum Objection {
  /** HTTP/2 carries any text for a method. */
  METHOD_CHARACTERS("method with characters that no method has"),
  /** The target has bytes that no URI has (RFC 3986, 2); who decodes them gets other bytes. */
  TARGET_CHARACTERS("target with characters that no URI has"),
  /** A server may resolve the segments after the rules have seen them (RFC 3986, 5.2.4). */
  DOT_SEGMENT("path with a segment . or .."),
  /** A separator in a path parameter, which a server may decode before it splits the path. */
  SEPARATOR_IN_PARAMETER("path parameter with a separator"),
  /** An absolute target claims a scheme that the connection does not have (RFC 9110, 7.4). */
  SCHEME("target with a scheme that the connection does not have"),
  /** The host has characters that no host name has. */
  HOST_CHARACTERS("Host with characters that no host has"),
  /** Some read a number with leading zeros as an octal one. */
  LENGTH_WITH_ZEROS("Content-Length with leading zeros"),
  /** HTTP/1.0 knows no transfer codings (RFC 9112, 6.1), and HTTP/2 forbids them. */
  CODING_OF_OTHER_VERSION("Transfer-Encoding outside of HTTP/1.1"),
  /** Only chunked is understood (RFC 9112, 6.1). */
  UNKNOWN_CODING("Transfer-Encoding other than chunked"),
  /** Only 100-continue is understood (RFC 9110, 10.1.1). */
  UNKNOWN_EXPECTATION("Expect other than 100-continue"),
  /** Servers behind CGI and its successors take an underscore in a name for a hyphen. */
  DISGUISED_FIELD("field that some servers take for another one");

  private final String reason;

  Objection(String reason) {
    this.reason = reason;
  }

  /** What is wrong, for logs. */
  public String reason() {
    return reason;
  }
}
