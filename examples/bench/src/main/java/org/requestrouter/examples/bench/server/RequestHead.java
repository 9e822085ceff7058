package org.requestrouter.examples.bench.server;

import java.util.Locale;

/**
 * What the back end needs to know of a request.
 *
 * @param path the request target
 * @param length of the content, or -1 if it is chunked
 * @param close whether the connection ends after the response
 */
record RequestHead(String path, long length, boolean close) {
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
        path, chunked ? -1 : length.isEmpty() ? 0 : Long.parseLong(length), close);
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
