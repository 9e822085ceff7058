package org.requestrouter.headers;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.http.compression.HuffmanEncoder;

/**
 * Fields that are encoded once and written often. Jetty encodes them for HTTP/2, too, into a buffer
 * as long as the text, and fails over characters whose codes there are long, or that have none:
 * those fields are left to be encoded each time.
 */
public final class EncodedField {
  private EncodedField() {}

  /**
   * Returns the field, encoded if it can be.
   *
   * @param header what Jetty knows by the name, or null
   */
  public static HttpField of(HttpHeader header, String name, String value) {
    return isShort(value, HuffmanEncoder.octetsNeeded(value))
            && isShort(name, HuffmanEncoder.octetsNeededLowerCase(name))
        ? new PreEncodedHttpField(header, name, value)
        : new HttpField(header, name, value);
  }

  private static boolean isShort(String text, int encoded) {
    return encoded >= 0 && encoded <= text.length();
  }
}
