package org.requestrouter.protocol;

/** A field line as it stood on the wire; only the optional white space around the value is gone. */
public record Field(String name, String value) {

  public static Field parse(String line) {
    int colon = line.indexOf(':');
    if (colon < 1) throw new AssertionError("no field line: " + line);
    return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
  }

  public boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }
}
