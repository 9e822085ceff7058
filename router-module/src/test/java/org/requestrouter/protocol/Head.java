package org.requestrouter.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A message header in the order and spelling of the wire. */
public record Head(String startLine, List<Field> fields) {

  public int status() {
    if (!startLine.startsWith("HTTP/1.1 ")
        && !startLine.startsWith("HTTP/1.0 ")
        && !startLine.startsWith("HTTP/2.0 "))
      throw new AssertionError("no status line: " + startLine);
    return Integer.parseInt(startLine.substring(9, 12));
  }

  public String method() {
    return startLine.substring(0, startLine.indexOf(' '));
  }

  public String target() {
    return startLine.substring(startLine.indexOf(' ') + 1, startLine.lastIndexOf(' '));
  }

  public boolean has(String name) {
    return fields.stream().anyMatch(field -> field.is(name));
  }

  public List<String> values(String name) {
    return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
  }

  /** All values of the field, joined as one list the way that RFC 9110, 5.3 allows. */
  String list(String name) {
    return String.join(", ", values(name));
  }

  /** Sorted {@code name: value} lines without the named fields: two headers as multisets. */
  List<String> linesWithout(Set<String> lowerCaseNames) {
    List<String> lines = new ArrayList<>();
    for (Field field : fields) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!lowerCaseNames.contains(name)) lines.add(name + ": " + field.value());
    }
    lines.sort(null);
    return lines;
  }
}
