package org.requestrouter.headers;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpTokens;

/**
 * Reads the lines of responses' headers. Servers send the same lines over and over, so that those
 * seen twice are kept, with the field that they make, encoded already. Only lines without any
 * peculiarity are read, which Jetty's parser would read likewise; all else is left to it.
 *
 * <p>Not thread-safe: each thread has its own.
 */
public final class HeaderLines {
  private static final int SLOTS = 512;
  private static final int MAX_KEPT = 192;
  private static final int MAX_LENGTH_DIGITS = 18;

  private final HeaderLine[] kept = new HeaderLine[SLOTS];
  private final int[] seenOnce = new int[SLOTS];

  /**
   * Returns the line at the bytes, without its end.
   *
   * @param hash any hash of these bytes
   * @return null if the line has to be read by Jetty's parser, together with all others
   */
  public HeaderLine read(byte[] bytes, int from, int to, int hash) {
    int slot = (hash ^ (hash >>> 11)) & (SLOTS - 1);
    HeaderLine line = kept[slot];
    if (line != null && line.reads(bytes, from, to)) {
      return line;
    }
    boolean keep = seenOnce[slot] == hash && to - from <= MAX_KEPT;
    seenOnce[slot] = hash;
    line = parse(bytes, from, to, keep);
    if (line != null && keep) {
      kept[slot] = line;
    }
    return line;
  }

  private static HeaderLine parse(byte[] bytes, int from, int to, boolean keep) {
    int colon = from;
    while (colon < to && isToken(bytes[colon])) {
      colon++;
    }
    int start = colon + 1;
    int end = to;
    while (start < end && isSpace(bytes[start])) {
      start++;
    }
    while (start < end && isSpace(bytes[end - 1])) {
      end--;
    }
    if (colon == from || start >= end || bytes[colon] != ':' || !isPlain(bytes, start, end)) {
      return null;
    }
    String name = text(bytes, from, colon);
    String value = text(bytes, start, end);
    byte[] line = keep ? Arrays.copyOfRange(bytes, from, to) : null;
    return line(name, value, line);
  }

  private static HeaderLine line(String name, String value, byte[] line) {
    HttpHeader header = HttpHeader.CACHE.get(name);
    if (header == null) {
      return new HeaderLine(HeaderLine.Kind.FORWARDED, field(null, name, value, line), line);
    }
    if (header == HttpHeader.CONTENT_LENGTH) {
      return isNumber(value)
          ? new HeaderLine(HeaderLine.Kind.LENGTH, length(name, value), line)
          : null;
    }
    if (header == HttpHeader.TRANSFER_ENCODING || header == HttpHeader.HOST) {
      // Jetty looks into a Host, which no response should have, and may refuse it.
      return null;
    }
    if (header == HttpHeader.CONNECTION) {
      return connection(value, line);
    }
    if (HopByHop.contains(header)) {
      return new HeaderLine(HeaderLine.Kind.DROPPED, null, line);
    }
    if (ResponseFields.isOwn(header)) {
      // Jetty wraps what replaces its own, and would encode it anew.
      HttpField field = new HttpField(header, name, value);
      return new HeaderLine(HeaderLine.Kind.REPLACING, field, line);
    }
    return new HeaderLine(HeaderLine.Kind.FORWARDED, field(header, name, value, line), line);
  }

  /** Any other option names fields, which then are not forwarded either. */
  private static HeaderLine connection(String value, byte[] line) {
    if (value.equalsIgnoreCase("close")) {
      return new HeaderLine(HeaderLine.Kind.CLOSE, null, line);
    }
    return value.equalsIgnoreCase("keep-alive")
        ? new HeaderLine(HeaderLine.Kind.DROPPED, null, line)
        : null;
  }

  private static HttpField length(String name, String value) {
    long length = Long.parseLong(value);
    return new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, name, length);
  }

  /** Encoding a field is worth while only for one that comes again. */
  private static HttpField field(HttpHeader header, String name, String value, byte[] line) {
    return line == null ? new HttpField(header, name, value) : EncodedField.of(header, name, value);
  }

  private static boolean isToken(byte b) {
    return switch (HttpTokens.TOKENS[b & 0xFF].getType()) {
      case TCHAR, DIGIT, ALPHA -> true;
      default -> false;
    };
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean isPlain(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if ((bytes[i] < ' ' && bytes[i] != '\t') || bytes[i] == 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** Whether the value is a number that is not written differently when written anew. */
  private static boolean isNumber(String value) {
    return value.length() <= MAX_LENGTH_DIGITS
        && (value.charAt(0) != '0' || value.length() == 1)
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
