package org.requestrouter.headers;

import java.util.Arrays;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** A line of a response's header, and what becomes of it. */
public final class HeaderLine {

  enum Kind {
    /** An end-to-end field. */
    FORWARDED,
    /** A field that replaces the one that Jetty sets for its own responses. */
    REPLACING,
    /** The length of the content. */
    LENGTH,
    /** A field that concerns the connection to the server only. */
    DROPPED,
    /** The server closes the connection after this response. */
    CLOSE
  }

  private final Kind kind;
  private final HttpField field;
  private final byte[] bytes;

  /**
   * Creates a line.
   *
   * @param bytes how it reads, if it is to be recognised again, else null
   */
  HeaderLine(Kind kind, HttpField field, byte[] bytes) {
    this.kind = kind;
    this.field = field;
    this.bytes = bytes;
  }

  boolean reads(byte[] other, int from, int to) {
    return Arrays.equals(bytes, 0, bytes.length, other, from, to);
  }

  /** Whether the server closes the connection after this response. */
  public boolean closes() {
    return kind == Kind.CLOSE;
  }

  /** Whether this is the length of the content. */
  public boolean isLength() {
    return kind == Kind.LENGTH;
  }

  /** The length of the content, if this line {@link #isLength is} that. */
  public long length() {
    return field.getLongValue();
  }

  /** Adds the field to those that the client gets, if it is for the client. */
  public void copyTo(HttpFields.Mutable fields) {
    switch (kind) {
      case FORWARDED, LENGTH -> fields.add(field);
      case REPLACING -> fields.put(field);
      default -> {}
    }
  }
}
