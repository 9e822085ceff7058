package org.requestrouter.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration file of the project as text, to be changed for a test and written anew. */
record Configurations(String text) {
  static final String NOTES = "127.0.0.1:8081";
  static final String PUBSUB = "127.0.0.1:8082";

  /** The rules of the packaged base. */
  static Configurations demoRules() {
    return new Configurations(JettyBase.packaged().read("etc/request-router-rules.xml"));
  }

  /** A file of examples/configurations. */
  static Configurations example(String name) throws IOException {
    return new Configurations(
        Files.readString(Path.of(System.getProperty("configurations"), name)));
  }

  /** Fails when there is nothing to replace, so that a test cannot pass on an unchanged file. */
  Configurations replace(String old, String replacement) {
    if (!text.contains(old)) {
      throw new AssertionError("no '" + old + "' in:\n" + text);
    }
    return new Configurations(text.replace(old, replacement));
  }

  Configurations withPorts(int notes, int pubsub) {
    return replace(NOTES, "127.0.0.1:" + notes).replace(PUBSUB, "127.0.0.1:" + pubsub);
  }

  Path writeTo(Path file) throws IOException {
    return Files.writeString(file, text);
  }
}
