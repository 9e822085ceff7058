package org.requestrouter.examples.bench.server;

import java.util.Locale;

/**
 * What the back end needs to know of a request.
 *
 * @param path the request target
 * @param length of the content, or -1 if it is chunked
 * @param close whether the connection ends after the response
 * @param webSocketKey of a handshake, else empty
 */
record RequestHead(String path, long length, boolean close, String webSocketKey) {
  private static final String WEB_SOCKET_KEY = "\nsec-websocket-key:";

  /** Reads the text of a whole header. */
  static RequestHead parse(String text) {
    int pathStart = text.indexOf(' ') + 1;
    String path = text.substring(pathStart, text.indexOf(' ', pathStart));
    String fields = text.substring(text.indexOf('\n')).toLowerCase(Locale.ROOT);
    String length = value(fields, "\ncontent-length:");
    boolean chunked = value(fields, "\ntransfer-encoding:").contains("chunked");
    boolean close =
        value(fields, "\nconnection:").contains("close")
            || text.startsWith("HTTP/1.0", text.indexOf(' ', pathStart) + 1);
    return new RequestHead(
        path,
        chunked ? -1 : length.isEmpty() ? 0 : Long.parseLong(length),
        close,
        webSocketKey(text, fields));
  }

  /** The one value in which capitals matter. */
  private static String webSocketKey(String text, String fields) {
    int start = fields.indexOf(WEB_SOCKET_KEY);
    if (start < 0) {
      return "";
    }
    int skipped = text.length() - fields.length();
    int end = fields.indexOf('\r', start);
    return text.substring(skipped + start + WEB_SOCKET_KEY.length(), skipped + end).trim();
  }

  private static String value(String fields, String name) {
    int start = fields.indexOf(name);
    if (start < 0) {
      return "";
    }
    return fields.substring(start + name.length(), fields.indexOf('\r', start)).trim();
  }

  boolean hasContent() {
    return length != 0;
  }
}
