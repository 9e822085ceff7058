package org.requestrouter.rule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Verdicts that a real HAProxy gave: one JSON object of strings and arrays of strings a line. */
final class VectorFile {

  /** One request with what HAProxy found of it. */
  record Vector(String request, List<String> acls, List<String> hits, List<String> misses) {
    @Override
    public String toString() {
      return request.lines().findFirst().orElse("") + " ...";
    }
  }

  private final String line;
  private int at;

  private VectorFile(String line) {
    this.line = line;
  }

  /** Returns the vectors, without the requests that HAProxy refuses before any rule. */
  static List<Vector> read(Path file) throws IOException {
    List<Vector> vectors = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      Map<String, List<String>> object = new VectorFile(line).object();
      if (!object.containsKey("haproxy_status")) {
        vectors.add(
            new Vector(
                object.get("request").get(0),
                object.get("acls"),
                object.get("true"),
                object.get("false")));
      }
    }
    return vectors;
  }

  private Map<String, List<String>> object() {
    Map<String, List<String>> object = new HashMap<>();
    expect('{');
    while (peek() != '}') {
      String key = string();
      expect(':');
      object.put(key, peek() == '[' ? array() : List.of(string()));
      separator();
    }
    return object;
  }

  private List<String> array() {
    List<String> strings = new ArrayList<>();
    expect('[');
    while (peek() != ']') {
      strings.add(string());
      separator();
    }
    expect(']');
    return strings;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    expect('"');
    while (line.charAt(at) != '"') {
      char c = line.charAt(at++);
      if (c == '\\') {
        char escaped = line.charAt(at++);
        int control = "nrt".indexOf(escaped);
        string.append(control < 0 ? escaped : "\n\r\t".charAt(control));
      } else {
        string.append(c);
      }
    }
    expect('"');
    return string.toString();
  }

  private void separator() {
    if (peek() == ',') {
      expect(',');
    }
  }

  private char peek() {
    while (line.charAt(at) == ' ') {
      at++;
    }
    return line.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw new IllegalStateException("no " + c + " at " + line.substring(at));
    }
    at++;
  }
}
