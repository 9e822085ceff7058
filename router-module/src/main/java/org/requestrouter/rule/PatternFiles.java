package org.requestrouter.rule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Files of values, one a line.
 *
 * @param base the directory that relative names start from
 * @param onFile told of each file before it is read
 */
record PatternFiles(Path base, Consumer<Path> onFile) {

  /** Reads the values; the words of the configuration are bytes, and so are the values. */
  List<String> read(String word) {
    String name = new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    String content;
    try {
      Path file = base.resolve(name);
      onFile.accept(file);
      content = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException | InvalidPathException e) {
      throw new RuleSyntaxException("cannot read the values of -f '" + name + "': " + e, e);
    }
    List<String> values = new ArrayList<>();
    for (String line : content.split("\n", -1)) {
      String value = value(line);
      if (!value.isEmpty() && !line.startsWith("#")) {
        values.add(value);
      }
    }
    return values;
  }

  private static String value(String line) {
    int start = 0;
    while (start < line.length() && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
      start++;
    }
    int end = line.indexOf('\r', start);
    return line.substring(start, end < 0 ? line.length() : end);
  }
}
