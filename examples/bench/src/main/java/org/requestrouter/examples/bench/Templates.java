package org.requestrouter.examples.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The configurations of what is compared, which are resources, so that they are easily read. */
final class Templates {
  private Templates() {}

  /** Writes a resource, with each name in braces replaced by its value. */
  static void write(String name, Path file, Map<String, String> values) throws IOException {
    try (InputStream resource = Templates.class.getResourceAsStream(name)) {
      String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("{" + value.getKey() + "}", value.getValue());
      }
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
  }
}
